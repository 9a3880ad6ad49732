package io.bighammer.store.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What {@code database_url} says: {@code postgres://user:password@host:port/name?sslmode=require}. Port and what follows the name may be
 * left out.
 *
 * @param jdbc for the driver; without user and password
 */
record DatabaseUrl(String jdbc, String user, String password) {

    /** @throws IllegalArgumentException when it is no such URL; the message does not repeat it, for it holds a password */
    static DatabaseUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // Without the cause, whose message is the URL with its password.
            throw new IllegalArgumentException(
                    "database_url is no URL: " + e.getReason() + " at character " + (e.getIndex() + 1));
        }
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
        if (!scheme.equals("postgres") && !scheme.equals("postgresql")) {
            throw new IllegalArgumentException("database_url must begin with postgres://");
        }
        String name = Objects.requireNonNullElse(uri.getRawPath(), "");
        if (uri.getHost() == null || name.length() < 2) {
            throw new IllegalArgumentException(
                    "database_url must name a host and a database: postgres://user:password@host/name");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String[] credentials =
                Objects.requireNonNullElse(uri.getRawUserInfo(), "").split(":", 2);
        return new DatabaseUrl(
                "jdbc:postgresql://" + uri.getHost() + port + name + query,
                decoded(credentials[0]),
                credentials.length < 2 ? "" : decoded(credentials[1]));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbc.replaceFirst("\\?.*", "");
    }
}
