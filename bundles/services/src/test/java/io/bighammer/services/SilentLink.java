package io.bighammer.services;

import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.WorkerLink;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** A link to a worker that takes everything and says nothing, but that it lives, if it is told whom. */
final class SilentLink implements WorkerLink {
    private final AtomicReference<Listener> alive = new AtomicReference<>();

    /** From now on it answers PINGs. */
    void live(Listener listener) {
        alive.set(listener);
        listener.pong(0, 0);
    }

    @Override
    public void send(Call call, AnswerListener listener) {}

    @Override
    public void ping() {
        Listener listener = alive.get();
        if (listener != null) {
            listener.pong(0, 0);
        }
    }

    @Override
    public void drain(Duration grace) {}

    @Override
    public void close(String reason) {}
}
