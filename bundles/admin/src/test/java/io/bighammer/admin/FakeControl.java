package io.bighammer.admin;

import io.bighammer.spi.Control;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A gateway whose life the test decides. */
final class FakeControl implements Control {
    final CompletableFuture<Void> started = new CompletableFuture<>();
    final CompletableFuture<Void> stopped = new CompletableFuture<>();
    volatile State state = State.RUNNING;
    volatile Comparison comparison = new Comparison(List.of(), true, List.of());

    @Override
    public State state() {
        return state;
    }

    @Override
    public CompletableFuture<Void> started() {
        return started;
    }

    @Override
    public Comparison compare() {
        return comparison;
    }

    @Override
    public void stop() {
        stopped.complete(null);
    }
}
