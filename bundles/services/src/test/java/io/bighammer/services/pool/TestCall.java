package io.bighammer.services.pool;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/** A call that keeps what came of it. */
public final class TestCall implements Call, AnswerListener {
    private final String method;
    private final Content.Source body;
    private final long deadline;
    private final CompletableFuture<Answer> outcome = new CompletableFuture<>();
    private volatile Optional<Call> parent = Optional.empty();
    private volatile Runnable cancel = () -> {};

    TestCall(String method, Content.Source body, Duration limit) {
        this.method = method;
        this.body = body;
        deadline = System.nanoTime() + limit.toNanos();
    }

    public static TestCall get() {
        return get(Duration.ofSeconds(10));
    }

    public static TestCall get(Duration limit) {
        return new TestCall("GET", Content.Source.from(ByteBuffer.allocate(0)), limit);
    }

    /** By a worker that works on the parent. */
    static TestCall by(Call parent) {
        TestCall call = get();
        call.parent = Optional.of(parent);
        return call;
    }

    public static TestCall post(Content.Source body) {
        return new TestCall("POST", body, Duration.ofSeconds(10));
    }

    public CompletableFuture<Answer> outcome() {
        return outcome;
    }

    void cancel() {
        cancel.run();
    }

    @Override
    public void answered(Answer answer) {
        if (!outcome.complete(answer)) {
            throw new IllegalStateException("heard twice");
        }
    }

    @Override
    public void failed(ServiceException failure) {
        if (!outcome.completeExceptionally(failure)) {
            throw new IllegalStateException("heard twice");
        }
    }

    @Override
    public Optional<Call> parent() {
        return parent;
    }

    @Override
    public String id() {
        return "r1";
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public HttpFields headers() {
        return HttpFields.EMPTY;
    }

    @Override
    public Map<String, String> params() {
        return Map.of();
    }

    @Override
    public String handler() {
        return "tested";
    }

    @Override
    public String target() {
        return "handle";
    }

    @Override
    public String client() {
        return "local";
    }

    @Override
    public String door() {
        return "http";
    }

    @Override
    public Content.Source body() {
        return body;
    }

    @Override
    public long deadlineNanos() {
        return deadline;
    }

    @Override
    public boolean idempotent() {
        return method.equals("GET") || method.equals("PUT");
    }

    @Override
    public void onCancel(Runnable listener) {
        cancel = listener;
    }
}
