package io.bighammer.bench;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.Services;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.openjdk.jmh.infra.Blackhole;

/** The only service there is. It answers at once, as a worker does whose answer was read from its connection. */
record SampleService(Blackhole blackhole) implements Services, Service {
    private static final byte[] BODY = SampleRequest.BODY.getBytes(StandardCharsets.UTF_8);

    @Override
    public String name() {
        return "hello";
    }

    @Override
    public void call(Call call, AnswerListener listener) {
        blackhole.consume(call.headers());
        blackhole.consume(call.deadlineNanos());
        HttpFields.Mutable headers = HttpFields.build()
                .add(HttpHeader.CONTENT_TYPE, "application/json")
                .add(HttpHeader.CONTENT_LENGTH, BODY.length);
        listener.answered(new Answer(200, headers, new Body()));
    }

    /** All of it is there, as what came with the head of a worker's answer. */
    private static final class Body implements Content.Source {
        private boolean read;

        @Override
        public Content.Chunk read() {
            if (read) {
                return Content.Chunk.EOF;
            }
            read = true;
            return Content.Chunk.from(ByteBuffer.wrap(BODY), true);
        }

        @Override
        public void demand(Runnable demandCallback) {
            demandCallback.run();
        }

        @Override
        public void fail(Throwable failure) {
            read = true;
        }
    }

    @Override
    public Optional<Service> find(String name) {
        return Optional.of(this);
    }

    @Override
    public CompletableFuture<Void> run(List<ServiceConfig> services, GatewayConfig config) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> reload(String service) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> names() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> ping(Duration limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> stop() {
        throw new UnsupportedOperationException();
    }
}
