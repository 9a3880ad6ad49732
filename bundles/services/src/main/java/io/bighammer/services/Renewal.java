package io.bighammer.services;

import io.bighammer.services.time.Loop;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One try to bring a new generation so far that it can take the place of the one that serves: the files that have changed are
 * checked, then its workers are started and have to prove themselves. Who began it ends the workers of one that has failed. Used by the
 * supervisor's thread.
 */
final class Renewal {
    private final Generation generation;
    private final SyntaxCheck check;
    private final Loop loop;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private volatile String text = "";

    Renewal(Generation generation, SyntaxCheck check, Loop loop) {
        this.generation = generation;
        this.check = check;
        this.loop = loop;
    }

    Generation generation() {
        return generation;
    }

    /** What it tries, for a status. */
    String text() {
        return text;
    }

    /**
     * @param why for the journal
     * @return completed, on the supervisor's thread, when all its workers can serve; completed exceptionally, by a
     *     {@link FailedStart}, when one cannot, or when it was cancelled
     */
    CompletableFuture<Void> begin(String why, List<Path> changed) {
        text = "generation " + generation.number() + " is tried: " + why;
        check.of(generation.config(), changed).whenCompleteAsync((fine, wrong) -> checked(wrong, why), loop);
        return outcome;
    }

    /** Its outcome is a failure with this message, unless there is an outcome already. */
    void cancel(String why) {
        outcome.completeExceptionally(new FailedStart(why, ""));
    }

    private void checked(Throwable wrong, String why) {
        if (outcome.isDone()) {
            return;
        }
        if (wrong != null) {
            outcome.completeExceptionally(wrong.getCause() == null ? wrong : wrong.getCause());
            return;
        }
        generation.proven().whenCompleteAsync((proven, failure) -> tried(failure), loop);
        generation.start(why);
    }

    private void tried(Throwable failure) {
        if (failure == null) {
            outcome.complete(null);
        } else {
            outcome.completeExceptionally(failure);
        }
    }
}
