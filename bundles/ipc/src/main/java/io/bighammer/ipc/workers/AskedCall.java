package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.CallHead;
import io.bighammer.ipc.stream.StreamBody;
import io.bighammer.spi.Call;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;

/** A worker's call as the service that it names is asked: under the id of the worker's own request, and no longer than that. */
final class AskedCall implements Call {
    private static final long WITHOUT_LIMIT_MILLIS = 30_000;
    private static final long MOST_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final String DOOR = "workers";

    private final CallHead head;
    private final Optional<Call> parent;
    private final boolean endless;
    private final StreamBody body;
    private final WorkerCall call;
    private final String id;
    private final HttpFields headers;
    private final boolean repeatable;
    private final long deadlineNanos;

    /** @param endless whether the parent is a stream of messages, which has no deadline */
    AskedCall(
            CallHead head,
            boolean repeatable,
            Optional<Call> parent,
            boolean endless,
            StreamBody body,
            WorkerCall call) {
        this.head = head;
        this.parent = parent;
        this.endless = endless;
        this.body = body;
        this.call = call;
        this.repeatable = repeatable;
        id = parent.map(Call::id).orElseGet(AskedCall::newId);
        headers = body.getLength() <= 0
                ? head.headers()
                : HttpFields.build(head.headers()).put(new HttpField(HttpHeader.CONTENT_LENGTH, "" + body.getLength()));
        deadlineNanos = deadline();
    }

    private static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    private long deadline() {
        long now = System.nanoTime();
        if (parent.isEmpty() || endless) {
            return now + nanos(head.timeoutMillis().orElse(WITHOUT_LIMIT_MILLIS));
        }
        long left = parent.get().deadlineNanos() - now;
        return now + head.timeoutMillis().map(own -> Math.min(left, nanos(own))).orElse(left);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(Math.min(millis, MOST_MILLIS));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path() {
        return head.path();
    }

    @Override
    public String query() {
        return head.query();
    }

    @Override
    public HttpFields headers() {
        return headers;
    }

    @Override
    public Map<String, String> params() {
        return Map.of();
    }

    @Override
    public String handler() {
        return head.handler();
    }

    @Override
    public String target() {
        int dot = head.handler().lastIndexOf('.');
        return dot < 0 ? "handle" : head.handler().substring(dot + 1);
    }

    @Override
    public String client() {
        return parent.map(Call::client).orElse("local");
    }

    @Override
    public String door() {
        return DOOR;
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
        return repeatable
                || switch (head.method()) {
                    case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
                    default -> false;
                };
    }

    @Override
    public Optional<Call> parent() {
        return parent;
    }

    @Override
    public void onCancel(Runnable listener) {
        call.onCancel(listener);
    }
}
