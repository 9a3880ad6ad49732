package io.bighammer.services;

import io.bighammer.spi.ServiceConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What all workers share.
 *
 * @param socket the workers' door
 */
record Workshop(
        Loop loop,
        Spawner spawner,
        Tokens tokens,
        Deadlines deadlines,
        CommandLine commandLine,
        Path home,
        Path socket,
        Map<String, String> environment) {
    /** What a worker inherits from the gateway; the rest may hold secrets. */
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER");

    /** Fails with a {@link CannotStartException} or an {@link java.io.IOException}. */
    CompletableFuture<WorkerProcess> spawn(String name, ServiceConfig service, int instance, String token) {
        try {
            List<String> command = commandLine.of(service);
            return spawner.spawn(new Spawner.Order(name, command, home, variables(service, instance, token)));
        } catch (CannotStartException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private Map<String, String> variables(ServiceConfig service, int instance, String token) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.keySet().retainAll(INHERITED);
        variables.putAll(service.environment());
        variables.put("BIGHAMMER_SOCKET", socket.toString());
        variables.put("BIGHAMMER_TOKEN", token);
        variables.put("BIGHAMMER_SERVICE", service.name());
        variables.put("BIGHAMMER_INSTANCE", Integer.toString(instance));
        variables.put("BIGHAMMER_GENERATION", "1");
        return variables;
    }
}
