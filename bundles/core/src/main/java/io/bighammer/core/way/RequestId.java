package io.bighammer.core.way;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpFields;

/** The client's {@code X-Request-Id} when it is one to put into a log line, else a new one of 128 random bits. */
final class RequestId {
    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    static String of(HttpFields headers) {
        String given = headers.get(ForwardedFields.REQUEST_ID);
        return given != null && isPlain(given) ? given : random();
    }

    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == ':';
            if (!plain) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= MAX_LENGTH;
    }
}
