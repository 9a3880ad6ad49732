package io.bighammer.services.worker;

import io.bighammer.services.pool.WorkerCalls;
import io.bighammer.services.process.CannotStartException;
import io.bighammer.services.process.CommandLine;
import io.bighammer.services.process.Spawner;
import io.bighammer.services.process.WorkerProcess;
import io.bighammer.services.time.Deadlines;
import io.bighammer.services.time.Loop;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.WorkerRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What all workers share.
 *
 * @param environment of the gateway
 * @param socket the workers' door, which may move
 */
public record Workshop(
        Loop loop,
        Spawner spawner,
        Tokens tokens,
        Deadlines deadlines,
        WorkerCalls calls,
        CommandLine commands,
        Map<String, String> environment,
        Path home,
        Supplier<Path> socket) {
    /** What a worker inherits from the gateway; the rest may hold secrets. */
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER");

    /** Fails with a {@link CannotStartException} or an {@link IOException}. */
    CompletableFuture<WorkerProcess> spawn(WorkerId id, String token) {
        try {
            ServiceConfig service = id.service();
            List<String> command = commands.of(service);
            Optional<String> user = service.user().filter(name -> !name.equals(ownUser()));
            if (user.isPresent()) {
                // The door belongs to root: others may knock, and need their token to come in.
                Files.setPosixFilePermissions(socket.get(), PosixFilePermissions.fromString("rw-rw-rw-"));
            }
            return spawner.spawn(new Spawner.Order(id.name(), command, home, variables(id, token), user));
        } catch (CannotStartException | IOException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Runs another program than a worker, under that name in the log. */
    public CompletableFuture<WorkerProcess> run(String name, List<String> command) {
        return spawner.spawn(new Spawner.Order(name, command, home, inherited(), Optional.empty()));
    }

    /** @param peerUser at the other end of the connection; empty when that is not known */
    public static void requireUser(ServiceConfig service, String peerUser) throws WorkerRefusedException {
        String expected = service.user().orElse(ownUser());
        if (!peerUser.isEmpty() && !peerUser.equals(expected) && !peerUser.equals(ownUser())) {
            throw new WorkerRefusedException(
                    "a worker of " + service.name() + " runs as the user " + expected + ", not as " + peerUser);
        }
    }

    private static String ownUser() {
        return System.getProperty("user.name");
    }

    private Map<String, String> inherited() {
        Map<String, String> variables = new HashMap<>(environment);
        variables.keySet().retainAll(INHERITED);
        return variables;
    }

    private Map<String, String> variables(WorkerId id, String token) {
        ServiceConfig service = id.service();
        Map<String, String> variables = inherited();
        service.user().ifPresent(user -> {
            variables.put("USER", user);
            variables.remove("HOME");
        });
        variables.putAll(service.environment());
        variables.put("BIGHAMMER_SOCKET", socket.get().toString());
        variables.put("BIGHAMMER_TOKEN", token);
        variables.put("BIGHAMMER_SERVICE", service.name());
        variables.put("BIGHAMMER_INSTANCE", Integer.toString(id.instance()));
        variables.put("BIGHAMMER_GENERATION", Long.toString(id.generation()));
        return variables;
    }
}
