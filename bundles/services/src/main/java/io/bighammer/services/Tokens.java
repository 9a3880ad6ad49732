package io.bighammer.services;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens that are good once: each lets the one process in that it was made for. Safe for use by many threads. */
final class Tokens {
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, WorkerRun> issued = new ConcurrentHashMap<>();

    String issue(WorkerRun run) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(token, run);
        return token;
    }

    /** Uses a token up. */
    Optional<WorkerRun> redeem(String token) {
        return Optional.ofNullable(issued.remove(token));
    }

    void revoke(String token) {
        issued.remove(token);
    }
}
