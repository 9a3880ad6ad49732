package io.bighammer.plugins.auth;

import java.util.Map;

/**
 * A secret is written as it is or as {@code sha256:} and 64 hexadecimal digits, the output of {@code printf %s SECRET |
 * sha256sum}.
 *
 * @param keys API keys: who has it, and the key
 * @param users users of HTTP Basic: name and password
 * @param header the header that carries an API key, besides {@code Authorization: Bearer}; default {@code X-API-Key}
 * @param realm what a browser shows when it asks for a password; default {@code BigHammer}
 * @param forward whether the service gets to see the key or password; default false
 */
record Settings(Map<String, String> keys, Map<String, String> users, String header, String realm, boolean forward) {

    Settings {
        keys = keys == null ? Map.of() : Map.copyOf(keys);
        users = users == null ? Map.of() : Map.copyOf(users);
        header = header == null ? "X-API-Key" : header;
        realm = realm == null ? "BigHammer" : realm;
        if (!header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || header.equalsIgnoreCase("Authorization")) {
            throw new IllegalArgumentException(
                    "\"header\": \"" + header + "\" cannot carry an API key: give it a name like \"X-API-Key\"");
        }
        if (!realm.matches("[ -~&&[^\"\\\\]]*")) {
            throw new IllegalArgumentException(
                    "\"realm\" goes into a header: use ASCII without quotes and backslashes");
        }
        new Credentials(keys, users); // refuses what cannot be used, here where file and line are known
    }

    Credentials credentials() {
        return new Credentials(keys, users);
    }
}
