package io.bighammer.core.way;

import io.bighammer.spi.Exchange;
import io.bighammer.spi.FieldSyntax;
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
        return fields;
    }

    private static boolean isRewritten(HttpField field) {
        HttpHeader header = field.getHeader();
        if (header == null) {
            return field.getName().equalsIgnoreCase(REQUEST_ID);
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
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(fields.getCSV(HttpHeader.CONNECTION, false));
        return names;
    }
}
