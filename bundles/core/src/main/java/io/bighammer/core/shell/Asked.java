package io.bighammer.core.shell;

import io.bighammer.spi.CanonicalPath;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;

/**
 * A request that nobody has made.
 *
 * @param method upper case
 * @param host empty when none is said
 * @param path decoded, as a door hands it on
 */
record Asked(String method, String host, String path, HttpFields headers) {
    private static final String USAGE = "explain METHOD URL [HEADER…], for example:"
            + " explain GET 'http://example.com/api/users?page=2' 'X-Version: 2'";

    /** @throws IllegalArgumentException with what is expected */
    static Asked parse(List<String> words) {
        if (words.size() < 2) {
            throw new IllegalArgumentException(USAGE);
        }
        HttpURI url = url(words.get(1));
        if (url.getPath() == null || !url.getPath().startsWith("/")) {
            throw new IllegalArgumentException("\"" + words.get(1) + "\" has no path that begins with /. " + USAGE);
        }
        String path = CanonicalPath.of(url)
                .orElseThrow(() -> new IllegalArgumentException("The answer is 400. " + CanonicalPath.REFUSAL));
        HttpFields.Mutable headers = HttpFields.build();
        words.subList(2, words.size()).forEach(word -> headers.add(header(word)));
        String host = headers.get(HttpHeader.HOST);
        if (host == null) {
            host = url.getHost() == null ? "" : url.getHost();
        }
        return new Asked(words.get(0).toUpperCase(Locale.ROOT), host, path, headers.asImmutable());
    }

    private static HttpURI url(String word) {
        try {
            return HttpURI.from(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The answer is 400. \"" + word + "\" is no URL: " + e.getMessage(), e);
        }
    }

    private static HttpField header(String word) {
        int colon = word.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("\"" + word + "\" is no header. " + USAGE);
        }
        return new HttpField(
                word.substring(0, colon).strip(), word.substring(colon + 1).strip());
    }

    @Override
    public String toString() {
        return method + " " + (host.isEmpty() ? "" : "//" + host) + path;
    }
}
