package io.bighammer.services.worker;

import io.bighammer.spi.Hello;
import io.bighammer.spi.WorkerLink;
import io.bighammer.spi.WorkerRefusedException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens that are good once: each lets the one process in that it was made for. Safe for use by many threads. */
public final class Tokens {
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

    /** Lets the process in that the token was made for, and uses it up; empty when it is none of these tokens. */
    public Optional<WorkerLink.Listener> admit(Hello hello, WorkerLink link) throws WorkerRefusedException {
        WorkerRun run = issued.remove(hello.token());
        return run == null ? Optional.empty() : Optional.of(run.admit(hello, link));
    }

    void revoke(String token) {
        issued.remove(token);
    }
}
