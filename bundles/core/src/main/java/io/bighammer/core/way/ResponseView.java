package io.bighammer.core.way;

import io.bighammer.api.BodyFilter;
import io.bighammer.api.Headers;
import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.api.Response;
import io.bighammer.spi.Answer;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;

/** The answer as plugins see it, whoever made it. */
final class ResponseView implements Response {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private int status = 200;
    private HttpFields.Mutable fields = HttpFields.build();
    private ByteBuffer whole = EMPTY; // null while the body streams
    private Content.Source body = NoBody.SOURCE;
    private long knownLength; // -1 while nobody can tell
    private CountedBody sent;

    @Override
    public int status() {
        return status;
    }

    @Override
    public Response status(int newStatus) {
        if (newStatus < 200 || newStatus > 599) {
            throw new IllegalArgumentException("not the status of an answer: " + newStatus);
        }
        status = newStatus;
        return this;
    }

    @Override
    public Headers headers() {
        return new FieldsView(fields);
    }

    @Override
    public ByteBuffer body() {
        if (whole == null) {
            throw new IllegalStateException("the body is here only for a plugin that asks for it in init: "
                    + "config.wholeResponseBody(maxBytes)");
        }
        return whole.asReadOnlyBuffer();
    }

    @Override
    public Response body(ByteBuffer newBody) {
        body.fail(new CancellationException("the body was replaced"));
        fields.remove(HttpHeader.CONTENT_LENGTH);
        hold(newBody.slice());
        return this;
    }

    @Override
    public void filterBody(BodyFilter filter) {
        if (!filter.keepsLength()) {
            fields.remove(HttpHeader.CONTENT_LENGTH);
            knownLength = -1;
            whole = null;
        }
        body = new FilteredBody(body, filter);
    }

    /** The service's answer takes the place of whatever was there. */
    void take(Answer answer) {
        status = answer.status();
        fields = answer.headers() instanceof HttpFields.Mutable own ? own : HttpFields.build(answer.headers());
        body = answer.body();
        knownLength = -1;
        whole = null;
    }

    void become(int newStatus, HttpFields.Mutable headers, ByteBuffer newBody) {
        body.fail(new CancellationException("another answer took its place"));
        status = newStatus;
        fields = headers;
        hold(newBody);
    }

    void clear() {
        become(200, HttpFields.build(), EMPTY.duplicate());
    }

    /** Reads the whole body before it goes on. */
    void whenWhole(int limit, Runnable then, Consumer<Throwable> refused) {
        WholeBody.read(
                body,
                limit,
                bytes -> {
                    fields.remove(HttpHeader.CONTENT_LENGTH);
                    hold(ByteBuffer.wrap(bytes));
                    then.run();
                },
                () -> refused.accept(new ProblemException(
                        Problem.BAD_GATEWAY, "The answer is larger than a plugin of this route takes.")),
                refused);
    }

    private void hold(ByteBuffer bytes) {
        whole = bytes;
        knownLength = bytes.remaining();
        body = bytes.hasRemaining() ? Content.Source.from(bytes.slice()) : NoBody.SOURCE;
    }

    HttpFields.Mutable fields() {
        return fields;
    }

    /** The body to send; from here on it is counted and no longer changes. */
    Content.Source source() {
        sent = new CountedBody(body, Long.MAX_VALUE);
        return sent;
    }

    /** -1 when only the end of the body tells. */
    long knownLength() {
        return knownLength;
    }

    long bytesSent() {
        return sent == null ? 0 : sent.bytes();
    }
}
