package io.bighammer.spi;

import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;

/**
 * The one form of a request's path, decoded, by which it is routed, judged by plugins, logged and passed on. A path that somebody on the
 * way might read in another way has none.
 */
public final class CanonicalPath {
    /** What a client is told whose path has no such form. */
    public static final String REFUSAL =
            "The path can be read in more than one way: it may hold no \"//\", \";\" or \"\\\","
                    + " no %2F, %25 or %2E, no control character and nothing that is not UTF-8.";

    /** What a client is told whose path is none. */
    public static final String UNREADABLE =
            "The path cannot be read: it must begin with \"/\", no \"..\" may lead out of it, and behind each \"%\""
                    + " must stand two hexadecimal digits other than 00.";

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
            if (c < ' ' || c == '\\' || c >= 0x7f && c < 0xa0 || c == '\ufffd') {
                return false;
            }
        }
        return !path.contains("//");
    }
}
