package io.bighammer.ipc;

import io.bighammer.spi.CanonicalPath;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;

/**
 * What a request that was written in JSON is for.
 *
 * @param path canonical and decoded
 * @param query as it was written
 */
public record RequestTarget(String path, String query) {

    /** @param query when it was given apart; it counts more than one behind the path */
    public static RequestTarget of(String target, Optional<String> query) throws BadRequestException {
        if (target.startsWith("/")) {
            try {
                HttpURI uri = HttpURI.build().pathQuery(encoded(target)).asImmutable();
                Optional<String> path = CanonicalPath.of(uri);
                if (path.isPresent()) {
                    String ownQuery = uri.getQuery() == null ? "" : uri.getQuery();
                    return new RequestTarget(path.get(), query.orElse(ownQuery));
                }
            } catch (IllegalArgumentException e) {
                throw new BadRequestException("'path': " + CanonicalPath.UNREADABLE);
            }
        }
        throw new BadRequestException(
                target.startsWith("/") ? "'path': " + CanonicalPath.REFUSAL : "'path' must begin with '/': " + target);
    }

    /** JSON holds any character; a URI spells those outside ASCII, and the blank, by their bytes. */
    private static String encoded(String target) {
        StringBuilder encoded = new StringBuilder(target.length());
        for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
            if (b < 0 || b == ' ') {
                encoded.append('%').append(HexFormat.of().toHexDigits(b));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }
}
