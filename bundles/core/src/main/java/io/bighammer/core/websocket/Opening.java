package io.bighammer.core.websocket;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.ServiceException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Who waits for the answer to a handshake. When it is there, nothing is kept of the request: a WebSocket must not hold plugins that
 * are to go.
 */
final class Opening implements AnswerListener {
    private final BiConsumer<Answer, AnswerListener> decided;
    private final AtomicReference<Consumer<Runnable>> cancellation;
    private final AtomicReference<AnswerListener> waits;

    Opening(Consumer<Runnable> cancellation, AnswerListener waits, BiConsumer<Answer, AnswerListener> decided) {
        this.cancellation = new AtomicReference<>(cancellation);
        this.waits = new AtomicReference<>(waits);
        this.decided = decided;
    }

    void onCancel(Runnable listener) {
        Consumer<Runnable> now = cancellation.get();
        if (now != null) {
            now.accept(listener);
        }
    }

    @Override
    public void answered(Answer answer) {
        AnswerListener listener = letGo();
        decided.accept(answer, listener);
    }

    @Override
    public void failed(ServiceException failure) {
        letGo().failed(failure);
    }

    private AnswerListener letGo() {
        Consumer<Runnable> now = cancellation.getAndSet(null);
        if (now != null) {
            now.accept(() -> {});
        }
        return waits.getAndSet(null);
    }
}
