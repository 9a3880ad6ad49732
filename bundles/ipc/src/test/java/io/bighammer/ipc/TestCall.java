package io.bighammer.ipc;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.SocketEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/** A call and who waits for its answer. */
public final class TestCall implements Call, AnswerListener {
    private final String method;
    private final HttpFields headers;
    private final Content.Source body;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private volatile Runnable cancel = () -> {};
    private volatile boolean cancelled;
    private Optional<SocketEvent> event = Optional.empty();

    public TestCall(String method, HttpFields headers, Content.Source body) {
        this.method = method;
        this.headers = headers;
        this.body = body;
    }

    public static TestCall get() {
        return new TestCall("GET", HttpFields.EMPTY, Content.Source.from());
    }

    public static TestCall post(String body) {
        return post(Content.Source.from(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))));
    }

    public static TestCall post(Content.Source body) {
        return new TestCall("POST", HttpFields.EMPTY, body);
    }

    /** What has happened to a WebSocket. */
    public static TestCall event(SocketEvent event, String body) {
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        TestCall call = new TestCall("WS", HttpFields.EMPTY, Content.Source.from(bytes));
        call.event = Optional.of(event);
        return call;
    }

    @Override
    public Optional<SocketEvent> event() {
        return event;
    }

    public Answer answer() throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    /** Whether it was answered or has failed. */
    public boolean isOver() {
        return answer.isDone();
    }

    public ServiceException failure() throws Exception {
        try {
            throw new AssertionError("Answered: " + answer());
        } catch (ExecutionException e) {
            return (ServiceException) e.getCause();
        }
    }

    public String text() throws Exception {
        return Content.Source.asString(answer().body());
    }

    public void cancel() {
        cancelled = true;
        cancel.run();
    }

    @Override
    public void answered(Answer answered) {
        if (!answer.complete(answered)) {
            throw new AssertionError("Told twice");
        }
    }

    @Override
    public void failed(ServiceException failure) {
        if (!answer.completeExceptionally(failure)) {
            throw new AssertionError("Told twice");
        }
    }

    @Override
    public void onCancel(Runnable listener) {
        cancel = listener;
        if (cancelled) {
            listener.run();
        }
    }

    @Override
    public String id() {
        return "r-1";
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return "/api/示例";
    }

    @Override
    public String query() {
        return "a=1";
    }

    @Override
    public HttpFields headers() {
        return headers;
    }

    @Override
    public Map<String, String> params() {
        return Map.of("name", "value");
    }

    @Override
    public String handler() {
        return "example_handler";
    }

    @Override
    public String target() {
        return "handle";
    }

    @Override
    public String client() {
        return "127.0.0.1";
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
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    }

    @Override
    public boolean idempotent() {
        return method.equals("GET");
    }
}
