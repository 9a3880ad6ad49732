package io.bighammer.launcher;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * How the process ends: core gives the exit code, or a signal asks for an orderly stop first. Safe for use by any thread; the first
 * code given counts.
 */
final class Ending implements IntConsumer {

    /** What a shell says of a process that SIGTERM ended. */
    private static final int TERMINATED = 143;

    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Duration limit = Duration.ofSeconds(Integer.getInteger("bighammer.stop.timeout", 45));

    @Override
    public void accept(int exitCode) {
        code.complete(exitCode);
    }

    int awaitCode() throws InterruptedException, ExecutionException {
        return code.get();
    }

    /** On a signal, calls {@code stop}, which answers whether there was a gateway to stop, and waits for the end. */
    void stopBy(BooleanSupplier stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> onShutdown(stop), "shutdown"));
    }

    /** Everything is stopped: the process may go. */
    void complete() {
        stopped.countDown();
    }

    private void onShutdown(BooleanSupplier stop) {
        if (stopped.getCount() == 0) {
            return;
        }
        if (!stop.getAsBoolean()) {
            accept(TERMINATED);
        }
        boolean inTime = false;
        try {
            inTime = stopped.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!inTime) {
            System.err.println("The gateway did not stop within " + limit.toSeconds() + " s; its process ends now.");
        }
        // The JVM would answer 143 to the signal whatever core said.
        Runtime.getRuntime().halt(inTime ? code.getNow(TERMINATED) : TERMINATED);
    }
}
