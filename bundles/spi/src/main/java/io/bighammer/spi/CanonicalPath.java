package io.bighammer.spi;

import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;

/**
 * The one form of a request's path, decoded, by which it is routed, judged by plugins, logged and passed on. A path that somebody on the
 * way might read in another way has none.
 */
public final class CanonicalPath {
    private CanonicalPath() {}

    /** @return begins with {@code /}; empty when the path could mean two things */
    public static Optional<String> of(HttpURI uri) {
        String path = uri.hasViolations() ? null : uri.getDecodedPath();
        return Optional.ofNullable(path)
                .filter(CanonicalPath::isPlain)
                .filter(plain -> uri.getPath().indexOf(';') < 0);
    }

    private static boolean isPlain(String path) {
        if (!path.startsWith("/")) {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < ' ' || c == '\\' || c >= 0x7f && c < 0xa0 || c == '\ufffd' || c == '%' && isEncoded(path, i)) {
                return false;
            }
        }
        return !path.contains("//");
    }

    /** Whether it was encoded twice, and a service that decodes what it gets would read something else. */
    private static boolean isEncoded(String path, int percent) {
        return percent + 2 < path.length() && isHex(path.charAt(percent + 1)) && isHex(path.charAt(percent + 2));
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0;
    }
}
