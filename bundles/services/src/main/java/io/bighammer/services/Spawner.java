package io.bighammer.services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
final class Spawner {
    private static final Logger log = LoggerFactory.getLogger(Spawner.class);
    private static final List<String> WRAPPER = List.of("setsid", "setpriv", "--pdeathsig", "KILL", "--");
    private static final int TRIAL_SECONDS = 5;

    /**
     * @param name of the worker, for the log
     * @param environment all that the process sees
     */
    record Order(String name, List<String> command, Path folder, Map<String, String> environment) {}

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread permanent = new Thread(work, "bighammer-spawner");
        permanent.setDaemon(true);
        return permanent;
    });
    private final Executables executables;
    private List<String> wrapper;

    Spawner(Executables executables) {
        this.executables = executables;
    }

    /** Fails with an {@link IOException} when the program cannot be started. */
    CompletableFuture<WorkerProcess> spawn(Order order) {
        CompletableFuture<WorkerProcess> spawned = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                spawned.complete(start(order));
            } catch (IOException | RuntimeException failure) {
                spawned.completeExceptionally(failure);
            }
        });
        return spawned;
    }

    /** Ends the thread; what it started and still lives is killed with it. */
    void close() {
        thread.shutdown();
    }

    private WorkerProcess start(Order order) throws IOException {
        if (wrapper == null) {
            wrapper = findWrapper();
        }
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(order.command());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(order.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(order.environment());
        return new WorkerProcess(order.name(), builder.start(), !wrapper.isEmpty());
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
