package io.bighammer.ipc.clients;

import io.bighammer.ipc.workers.BulkSource;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.Gateway;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** Does what the path says, and tells how each exchange ended. */
final class TestGateway implements Gateway {
    final BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    @Override
    public void handle(Exchange exchange) {
        exchange.onClientLeft(() -> ends.add(exchange.path() + " left"));
        switch (exchange.path()) {
            case "/hold" -> held.add(exchange);
            case "/echo" -> exchange.answer(200, HttpFields.EMPTY, exchange.body(), done(exchange));
            case "/bulk" -> {
                long length = Long.parseLong(exchange.query());
                exchange.answer(200, HttpFields.EMPTY, new BulkSource(length), done(exchange));
            }
            case "/broken" -> {
                Content.Source source = Content.Source.from(ByteBuffer.wrap(new byte[1]));
                source.fail(new IOException("secret detail"));
                exchange.answer(200, HttpFields.EMPTY, source, done(exchange));
            }
            default ->
                answer(
                        exchange,
                        "%s %s?%s %s %s %s %s"
                                .formatted(
                                        exchange.method(),
                                        exchange.path(),
                                        exchange.query(),
                                        exchange.headers().get("x-a"),
                                        exchange.door(),
                                        exchange.protocol(),
                                        exchange.client()));
        }
    }

    void answer(Exchange exchange, String text) {
        exchange.answer(
                200,
                HttpFields.build().put("content-type", "text/plain"),
                Content.Source.from(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))),
                done(exchange));
    }

    private Callback done(Exchange exchange) {
        return Callback.from(() -> ends.add(exchange.path() + " ok"), cause -> ends.add(exchange.path() + " failed"));
    }
}
