package io.bighammer.plugins.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who may come in, and by what. Immutable. */
final class Credentials {
    private static final Digest NOBODY = Digest.of("");

    private final Map<Digest, String> keys = new HashMap<>();
    private final Map<String, Digest> users = new HashMap<>();

    /** @throws IllegalArgumentException when one of them cannot be used; the message begins with its setting */
    Credentials(Map<String, String> apiKeys, Map<String, String> passwords) {
        apiKeys.forEach((name, key) -> {
            checkName("keys", name);
            String other = keys.put(Digest.parse(key, "\"keys\": \"" + name + "\""), name);
            if (other != null) {
                throw new IllegalArgumentException("\"keys\": \"" + name + "\" and \"" + other
                        + "\" are the same key, so nobody can tell them apart: give each its own");
            }
        });
        passwords.forEach((name, password) -> {
            checkName("users", name);
            users.put(name, Digest.parse(password, "\"users\": \"" + name + "\""));
        });
    }

    private static void checkName(String setting, String name) {
        if (!name.matches("[^:\\p{Cntrl}]+")) {
            throw new IllegalArgumentException("\"" + setting + "\": \"" + name
                    + "\" is no name: leave out colons (HTTP Basic ends a name there) and control characters");
        }
    }

    boolean hasKeys() {
        return !keys.isEmpty();
    }

    boolean hasUsers() {
        return !users.isEmpty();
    }

    /** Who has this API key. */
    Optional<String> holder(String key) {
        return Optional.ofNullable(keys.get(Digest.of(key)));
    }

    /** The user of an {@code Authorization: Basic} header, given what follows that word, if the password is right. */
    Optional<String> user(String base64) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
        if (pair.length < 2) {
            return Optional.empty();
        }
        // A name that nobody has is compared too, so that time does not tell which names exist.
        Digest expected = users.getOrDefault(pair[0], NOBODY);
        boolean right = expected.equals(Digest.of(pair[1]));
        return right && expected != NOBODY ? Optional.of(pair[0]) : Optional.empty();
    }
}
