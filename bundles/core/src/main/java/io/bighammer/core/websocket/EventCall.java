package io.bighammer.core.websocket;

import io.bighammer.spi.Call;
import io.bighammer.spi.Handshake;
import io.bighammer.spi.SocketEvent;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/** What has happened to a WebSocket, as its service is asked about it. */
final class EventCall implements Call {
    private final Caller caller;
    private final SocketEvent event;
    private final Content.Source body;
    private final Consumer<Runnable> cancellation;
    private final long deadlineNanos;

    /** @param cancellation is given whom to tell when nobody waits for the answer any more */
    EventCall(Caller caller, SocketEvent event, ByteBuffer body, Consumer<Runnable> cancellation) {
        this.caller = caller;
        this.event = event;
        this.body = body.hasRemaining() ? Content.Source.from(body) : Content.Source.from();
        this.cancellation = cancellation;
        deadlineNanos = System.nanoTime() + caller.timeout().toNanos();
    }

    @Override
    public String id() {
        return caller.id();
    }

    @Override
    public String method() {
        return Handshake.METHOD;
    }

    @Override
    public String path() {
        return caller.path();
    }

    @Override
    public String query() {
        return caller.query();
    }

    @Override
    public HttpFields headers() {
        return caller.headers();
    }

    @Override
    public Map<String, String> params() {
        return caller.params();
    }

    @Override
    public String handler() {
        return caller.handler();
    }

    @Override
    public String target() {
        return caller.target();
    }

    @Override
    public String client() {
        return caller.client();
    }

    @Override
    public String door() {
        return caller.door();
    }

    @Override
    public Content.Source body() {
        return body;
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public boolean idempotent() {
        return false;
    }

    @Override
    public Optional<SocketEvent> event() {
        return Optional.of(event);
    }

    @Override
    public void onCancel(Runnable listener) {
        cancellation.accept(listener);
    }
}
