package io.bighammer.services.health;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** The GET by which a new worker shows that it can serve: an answer below 500, whatever stands in it. */
final class ProbeCall implements Call, AnswerListener {
    private static final int SERVER_ERROR = 500;

    private final String service;
    private final String path;
    private final String query;
    private final long deadline;
    private final String id = UUID.randomUUID().toString();
    private final CompletableFuture<Void> passed = new CompletableFuture<>();

    /** @param target path and, behind a {@code ?}, query */
    ProbeCall(String service, String target, Duration limit) {
        int query = target.indexOf('?');
        this.service = service;
        this.path = query < 0 ? target : target.substring(0, query);
        this.query = query < 0 ? "" : target.substring(query + 1);
        deadline = System.nanoTime() + limit.toNanos();
    }

    /** Completed when the answer has begun and is none of a server's error; completed exceptionally with the reason if not. */
    CompletableFuture<Void> passed() {
        return passed;
    }

    @Override
    public void answered(Answer answer) {
        if (answer.status() < SERVER_ERROR) {
            passed.complete(null);
        } else {
            passed.completeExceptionally(
                    new IllegalStateException("it answered its probe, GET " + path + ", with " + answer.status()));
        }
        Content.Source.consumeAll(answer.body(), Callback.NOOP);
    }

    @Override
    public void failed(ServiceException failure) {
        passed.completeExceptionally(
                new IllegalStateException("it gave no answer to its probe, GET " + path + ": " + failure.getMessage()));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
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
        return service;
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
        return "probe";
    }

    @Override
    public Content.Source body() {
        return Content.Source.from(ByteBuffer.allocate(0));
    }

    @Override
    public long deadlineNanos() {
        return deadline;
    }

    @Override
    public boolean idempotent() {
        return true;
    }

    @Override
    public void onCancel(Runnable listener) {
        // Nobody cancels it: a worker that keeps it is ended.
    }
}
