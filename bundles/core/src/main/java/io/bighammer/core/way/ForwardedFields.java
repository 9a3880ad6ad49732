package io.bighammer.core.way;

import io.bighammer.spi.Exchange;
import io.bighammer.spi.FieldSyntax;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The headers that change on the way: hop-by-hop ones go (RFC 9110, section 7.6.1), those about the client are rewritten. */
final class ForwardedFields {
    static final String REQUEST_ID = "X-Request-Id";

    /** RFC 9440. */
    private static final String CLIENT_CERT = "Client-Cert";

    /** Said by the gateway, or by nobody: a service would believe it. */
    private static final Set<String> OURS = ofNames(List.of(REQUEST_ID, CLIENT_CERT, "Client-Cert-Chain"));

    private ForwardedFields() {}

    /** What the service gets to see. */
    static HttpFields.Mutable forService(Exchange exchange, String requestId) {
        HttpFields received = exchange.headers();
        Set<String> named = namedByConnection(received);
        HttpFields.Mutable fields = HttpFields.build();
        for (HttpField field : received) {
            if (!isRewritten(field) && !FieldSyntax.isHopByHop(field) && !named.contains(field.getName())) {
                fields.add(field);
            }
        }
        fields.add(REQUEST_ID, requestId);
        fields.add(HttpHeader.X_FORWARDED_FOR, exchange.client());
        fields.add(HttpHeader.X_FORWARDED_PROTO, exchange.scheme());
        String authority = exchange.authority();
        if (!authority.isEmpty()) {
            fields.add(HttpHeader.X_FORWARDED_HOST, authority);
        }
        exchange.clientCertificate().ifPresent(certificate -> fields.add(CLIENT_CERT, inBase64(certificate)));
        return fields;
    }

    private static String inBase64(X509Certificate certificate) {
        try {
            return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that was read cannot be written", e);
        }
    }

    private static Set<String> ofNames(List<String> names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(names);
        return set;
    }

    private static boolean isRewritten(HttpField field) {
        HttpHeader header = field.getHeader();
        if (header == null) {
            return OURS.contains(field.getName());
        }
        return switch (header) {
            case EXPECT, FORWARDED, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST -> true;
            default -> false;
        };
    }

    static void removeHopByHop(HttpFields.Mutable fields) {
        Set<String> named = namedByConnection(fields);
        for (Iterator<HttpField> lines = fields.iterator(); lines.hasNext(); ) {
            HttpField field = lines.next();
            if (FieldSyntax.isHopByHop(field) || named.contains(field.getName())) {
                lines.remove();
            }
        }
    }

    private static Set<String> namedByConnection(HttpFields fields) {
        if (!fields.contains(HttpHeader.CONNECTION)) {
            return Set.of();
        }
        return ofNames(fields.getCSV(HttpHeader.CONNECTION, false));
    }
}
