package io.bighammer.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A door with one listener. When the configuration moves it, another listener is opened beside it, and the old one drains.
 *
 * @param <L> its listeners
 */
public abstract class ListenerDoor<L extends ListenerDoor.Listener> implements Door {
    private volatile Optional<L> listener = Optional.empty();
    private CompletableFuture<Void> replaced = CompletableFuture.completedFuture(null);

    /** Listens where a configuration said; closed once. */
    public interface Listener {

        /** Whether it listens where and how this configuration says, so that {@link #apply} is enough to follow it. */
        boolean listensAs(GatewayConfig config);

        /** Limits, and all else that needs no other listener, are as this configuration says from now on. */
        void apply(GatewayConfig config);

        /** @return completed, never exceptionally, when the last connection is closed, after the grace period at the latest */
        CompletableFuture<Void> close(Duration grace);

        /** As {@link Door#address}. */
        String address();

        /** As {@link Door#connections}. */
        int connections();
    }

    /**
     * Opens a listener.
     *
     * @param beside the one that listens until then, perhaps on the same port at another address
     * @throws IOException as {@link Door#open}; nothing is open then
     */
    protected abstract L listen(GatewayConfig config, Optional<L> beside) throws IOException;

    @Override
    public final void open(GatewayConfig config) throws IOException {
        listener = Optional.of(listen(config, Optional.empty()));
    }

    @Override
    public final Change change(GatewayConfig next) throws IOException {
        L now = listener.orElseThrow();
        if (now.listensAs(next)) {
            return Change.of(() -> now.apply(next), () -> {});
        }
        L opened = listen(next, listener);
        return Change.of(
                () -> {
                    listener = Optional.of(opened);
                    drain(now, next.limits().drainTimeout());
                },
                () -> opened.close(Duration.ZERO));
    }

    private void drain(L old, Duration grace) {
        replaced = CompletableFuture.allOf(replaced, old.close(grace));
    }

    /** Those that were replaced are given their own time, which began earlier. */
    @Override
    public final CompletableFuture<Void> close(Duration grace) {
        Optional<L> last = listener;
        listener = Optional.empty();
        last.ifPresent(open -> drain(open, grace));
        return replaced;
    }

    @Override
    public final String address() {
        return listener.map(Listener::address).orElse("");
    }

    /** Those of a listener that drains are not told any more. */
    @Override
    public final int connections() {
        return listener.map(Listener::connections).orElse(0);
    }
}
