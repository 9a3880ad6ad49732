package io.bighammer.plugins.auth;

import io.bighammer.api.Default;
import io.bighammer.api.PluginSettings;
import java.util.Map;

/**
 * A secret is written as it is or as {@code sha256:} and 64 hexadecimal digits, the output of {@code printf %s SECRET |
 * sha256sum}.
 *
 * @param keys API keys: who has it, and the key
 * @param users users of HTTP Basic: name and password
 * @param header the header that carries an API key, besides {@code Authorization: Bearer}
 * @param realm what a browser shows when it asks for a password
 * @param forward whether the service gets to see the key or password
 */
@PluginSettings
record Settings(
        @Default("{}") Map<String, String> keys,
        @Default("{}") Map<String, String> users,
        @Default("X-API-Key") String header,
        @Default("BigHammer") String realm,
        @Default("false") boolean forward) {

    Settings {
        keys = Map.copyOf(keys);
        users = Map.copyOf(users);
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
