package io.bighammer.core.way;

import io.bighammer.spi.Exchange;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The headers that change on the way: hop-by-hop ones go (RFC 9110, section 7.6.1), those about the client are rewritten. */
final class ForwardedFields {
    static final String REQUEST_ID = "X-Request-Id";

    private ForwardedFields() {}

    /** What the service gets to see. */
    static HttpFields.Mutable forService(Exchange exchange, String requestId) {
        HttpFields.Mutable fields = HttpFields.build(exchange.headers());
        removeHopByHop(fields);
        fields.remove(HttpHeader.EXPECT);
        fields.remove(HttpHeader.FORWARDED);
        fields.put(REQUEST_ID, requestId);
        fields.put(HttpHeader.X_FORWARDED_FOR, exchange.client());
        fields.put(HttpHeader.X_FORWARDED_PROTO, exchange.scheme());
        if (exchange.authority().isEmpty()) {
            fields.remove(HttpHeader.X_FORWARDED_HOST);
        } else {
            fields.put(HttpHeader.X_FORWARDED_HOST, exchange.authority());
        }
        return fields;
    }

    static void removeHopByHop(HttpFields.Mutable fields) {
        Set<String> named = namedByConnection(fields);
        for (Iterator<HttpField> lines = fields.iterator(); lines.hasNext(); ) {
            HttpField field = lines.next();
            if (isHopByHop(field.getHeader()) || named.contains(field.getName())) {
                lines.remove();
            }
        }
    }

    private static Set<String> namedByConnection(HttpFields fields) {
        if (!fields.contains(HttpHeader.CONNECTION)) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(fields.getCSV(HttpHeader.CONNECTION, false));
        return names;
    }

    private static boolean isHopByHop(HttpHeader header) {
        if (header == null) {
            return false;
        }
        return switch (header) {
            case CONNECTION,
                    KEEP_ALIVE,
                    PROXY_AUTHENTICATE,
                    PROXY_AUTHORIZATION,
                    PROXY_CONNECTION,
                    TE,
                    TRAILER,
                    TRANSFER_ENCODING,
                    UPGRADE,
                    HTTP2_SETTINGS -> true;
            default -> false;
        };
    }
}
