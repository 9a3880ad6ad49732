package io.bighammer.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;

/** The proxies whose word on the client of a request counts. What others say of it is not looked at. */
final class TrustedProxies {
    /** An address, perhaps in brackets, perhaps with a port behind it. */
    private static final Pattern ADDRESS = Pattern.compile(
            "\\[([0-9A-Fa-f:.]+)](?::\\d+)?|(\\d+\\.\\d+\\.\\d+\\.\\d+)(?::\\d+)?|([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+(?::\\d+)?|\\[[0-9A-Fa-f:.]+](?::\\d+)?");

    private final InetAddressSet networks = new InetAddressSet();

    TrustedProxies(List<String> addresses) {
        networks.addAll(addresses);
    }

    boolean contain(InetAddress address) {
        return !networks.isEmpty() && networks.test(address);
    }

    Origin originOf(Request request) {
        HttpURI uri = request.getHttpURI();
        String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
        Origin direct = new Origin(Request.getRemoteAddr(request), request.isSecure() ? "https" : "http", authority);
        boolean trusted = !networks.isEmpty()
                && request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                && networks.test(peer.getAddress());
        return trusted ? told(request.getHeaders(), direct) : direct;
    }

    private Origin told(HttpFields headers, Origin direct) {
        String scheme = last(headers, HttpHeader.X_FORWARDED_PROTO).orElse("");
        boolean known = scheme.equals("http") || scheme.equals("https");
        Optional<String> host = last(headers, HttpHeader.X_FORWARDED_HOST)
                .filter(name -> HOST.matcher(name).matches());
        return new Origin(
                client(headers).orElse(direct.client()),
                known ? scheme : direct.scheme(),
                host.orElse(direct.authority()));
    }

    /** The last address that is none of a trusted proxy; where no more can be believed, the last that could. */
    private Optional<String> client(HttpFields headers) {
        List<String> told = headers.getCSV(HttpHeader.X_FORWARDED_FOR, false);
        Optional<String> believed = Optional.empty();
        for (int i = told.size() - 1; i >= 0; i--) {
            Optional<InetAddress> address = address(told.get(i));
            if (address.isEmpty()) {
                return believed;
            }
            believed = address.map(InetAddress::getHostAddress);
            if (!networks.test(address.get())) {
                return believed;
            }
        }
        return believed;
    }

    private static Optional<String> last(HttpFields headers, HttpHeader name) {
        List<String> told = headers.getCSV(name, false);
        return told.isEmpty() ? Optional.empty() : Optional.of(told.get(told.size() - 1));
    }

    private static Optional<InetAddress> address(String text) {
        Matcher found = ADDRESS.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        String literal = found.group(1) != null ? found.group(1) : found.group(2) != null ? found.group(2) : text;
        try {
            return Optional.of(InetAddress.getByName(literal)); // only digits: nothing is looked up
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
