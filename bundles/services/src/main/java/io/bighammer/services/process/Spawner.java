package io.bighammer.services.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts every process on one thread that lives as long as the gateway: the kernel ties a parent-death signal to the
 * thread that forked, and would kill a worker when that thread ends.
 */
public final class Spawner {
    private static final Logger log = LoggerFactory.getLogger(Spawner.class);
    private static final List<String> WRAPPER = List.of("setsid", "setpriv", "--pdeathsig", "KILL");
    private static final int TRIAL_SECONDS = 5;

    /**
     * @param name of the worker, for the log
     * @param environment all that the process sees
     * @param user whom it runs as; empty for the gateway's own
     */
    public record Order(
            String name, List<String> command, Path folder, Map<String, String> environment, Optional<String> user) {}

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread permanent = new Thread(work, "bighammer-spawner");
        permanent.setDaemon(true);
        return permanent;
    });
    private final Executables executables;
    private List<String> wrapper;

    public Spawner(Executables executables) {
        this.executables = executables;
    }

    /** Fails with an {@link IOException} or a {@link CannotStartException} when the program cannot be started. */
    public CompletableFuture<WorkerProcess> spawn(Order order) {
        CompletableFuture<WorkerProcess> spawned = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                spawned.complete(start(order));
            } catch (IOException | CannotStartException | RuntimeException failure) {
                spawned.completeExceptionally(failure);
            }
        });
        return spawned;
    }

    /** Ends the thread; what it started and still lives is killed with it. */
    public void close() {
        thread.shutdown();
    }

    private WorkerProcess start(Order order) throws IOException, CannotStartException {
        if (wrapper == null) {
            wrapper = findWrapper();
        }
        List<String> command = new ArrayList<>(wrapper);
        if (order.user().isPresent()) {
            command.addAll(asUser(order.user().get()));
        }
        if (!command.isEmpty()) {
            command.add("--");
        }
        command.addAll(order.command());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(order.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(order.environment());
        return new WorkerProcess(order.name(), builder.start(), !wrapper.isEmpty());
    }

    private List<String> asUser(String user) throws IOException, CannotStartException {
        String own = System.getProperty("user.name");
        if (!own.equals("root")) {
            throw new CannotStartException(
                    "\"user\": \"" + user + "\" in services.json needs a gateway that runs as root; this"
                            + " one runs as " + own + ": start it as root, or remove \"user\"");
        }
        if (wrapper.isEmpty()) {
            throw new CannotStartException(
                    "\"user\": \"" + user + "\" in services.json needs setsid and setpriv: install util-linux");
        }
        return List.of("--reuid=" + user, "--regid=" + groupOf(user), "--init-groups");
    }

    private static String groupOf(String user) throws IOException, CannotStartException {
        Process id = new ProcessBuilder("id", "-g", "--", user)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String group = new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (group.isEmpty()) {
            throw new CannotStartException(
                    "\"user\": \"" + user + "\" in services.json is no user of this machine: make it,"
                            + " for example with: useradd --system " + user);
        }
        return group;
    }

    private List<String> findWrapper() {
        boolean there = WRAPPER.stream()
                .limit(2)
                .allMatch(program -> executables.find(program).isPresent());
        if (there && works()) {
            return WRAPPER;
        }
        log.warn(
                "setsid and setpriv of util-linux are not here: a worker that ignores the end of its connection outlives a"
                        + " gateway that is killed. Install util-linux.");
        return List.of();
    }

    /** The setpriv of busybox does not know the option. */
    private static boolean works() {
        List<String> trial = new ArrayList<>(WRAPPER);
        trial.add("true");
        try {
            Process process = new ProcessBuilder(trial)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notStarted) {
            return false;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
