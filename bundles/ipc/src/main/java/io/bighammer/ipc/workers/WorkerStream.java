package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.HeadReader;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Retainable;

/**
 * One request at a worker, from REQ to the END of its answer. Frames are brought by the connection's I/O thread; it may be
 * cancelled from any.
 */
final class WorkerStream implements AnswerBody.Reader, Upload.Owner {
    private final int id;
    private final Call call;
    private final AnswerListener listener;
    private final WorkerConnection connection;
    private final BufferBudget budget;
    private final Upload upload;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile AnswerBody body;
    private volatile boolean over;
    /** Answered, but the listener has not been told: it shall find in the body what came with the head. */
    private Answer fresh;
    /** What comes is read and dropped. */
    private boolean unwanted;

    WorkerStream(
            int id,
            Call call,
            AnswerListener listener,
            WorkerConnection connection,
            Outbox outbox,
            WorkersShared shared) {
        this.id = id;
        this.call = call;
        this.listener = listener;
        this.connection = connection;
        this.budget = shared.budget();
        this.upload = new Upload(call, id, outbox, shared.pool(), this);
    }

    int id() {
        return id;
    }

    Call call() {
        return call;
    }

    void start() {
        call.onCancel(this::cancel);
        upload.iterate();
    }

    void answer(Frame frame, ByteBuffer head) throws ProtocolException {
        if (body != null || unwanted) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "A second RESP on stream " + id);
        }
        try {
            HeadReader.Response response = HeadReader.response(head);
            long length = response.contentLength();
            boolean strict = hasBody(response.status());
            if (frame.has(Frame.END)) {
                long sent = frame.length() - frame.arg();
                if (strict && length >= 0 && length != sent) {
                    throw new ServiceException(
                            Kind.BAD_ANSWER,
                            "The answer announces a body of %d bytes and has %d".formatted(length, sent));
                }
                length = strict ? sent : length;
            }
            body = new AnswerBody(budget, this, length, strict);
            fresh = new Answer(response.status(), response.headers(), body);
        } catch (ServiceException e) {
            unwanted = true;
            fail(e);
            sayCancel(ErrorCode.PROTOCOL, e.getMessage());
        }
    }

    /** Answers to HEAD and 304 announce the length of a body that they do not have. */
    private boolean hasBody(int status) {
        return !call.method().equals("HEAD") && status != HttpStatus.NOT_MODIFIED_304;
    }

    void data(ByteBuffer piece, boolean last, Retainable input) {
        if (!unwanted) {
            body.push(piece, last, input);
        }
    }

    /** Whether DATA may come. */
    boolean isAnswered() {
        return body != null || unwanted;
    }

    boolean isFull() {
        AnswerBody current = body;
        return current != null && current.isFull();
    }

    /** Hands the answer over, if it has not been; called when there is nothing more to read at the moment. */
    void announce() {
        Answer answer = fresh;
        if (answer == null) {
            return;
        }
        fresh = null;
        if (told.compareAndSet(false, true)) {
            listener.answered(answer);
        } else {
            answer.body().fail(new ServiceException(Kind.CANCELLED, "Nobody waits for the answer any more"));
        }
    }

    /** The worker has answered whole. */
    void end() {
        over = true;
        if (body != null) {
            body.end();
        }
        if (!upload.isDone()) {
            upload.stop(
                    new ServiceException(Kind.CANCELLED, "The worker has answered without reading the whole request"));
            sayCancel(ErrorCode.CANCELLED, "answered early");
        }
    }

    /** The worker has broken off, or there is no worker any more. */
    void lost(ServiceException cause) {
        over = true;
        fail(cause);
    }

    private void fail(ServiceException cause) {
        upload.stop(cause);
        if (told.compareAndSet(false, true)) {
            listener.failed(cause);
        } else if (body != null) {
            body.breakOff(cause);
        }
    }

    /** Nobody waits for the answer any more. */
    private void cancel() {
        if (!over) {
            sayCancel(ErrorCode.CANCELLED, "");
            fail(new ServiceException(Kind.CANCELLED, "Nobody waits for the answer any more"));
        }
    }

    private void sayCancel(ErrorCode code, String reason) {
        if (cancelled.compareAndSet(false, true)) {
            connection.sendCancel(id, code, reason);
        }
    }

    @Override
    public void requestBroken(Throwable cause, boolean sent) {
        if (sent) {
            cancel();
        } else {
            lost(new ServiceException(Kind.CANCELLED, "The request could not be read: " + cause, cause));
            connection.over(this);
        }
    }

    @Override
    public void drained() {
        connection.readOn();
    }

    @Override
    public void left() {
        if (!over) {
            sayCancel(ErrorCode.CANCELLED, "");
        }
    }
}
