package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.HeadReader;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Incoming;
import io.bighammer.ipc.stream.Lane;
import io.bighammer.ipc.stream.Share;
import io.bighammer.ipc.stream.StreamBody;
import io.bighammer.ipc.stream.Transfer;
import io.bighammer.ipc.stream.Window;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.Retainable;

/**
 * One request at a worker, from REQ to the END of its answer. Frames are brought by the connection's I/O thread; it may be
 * cancelled from any.
 */
final class WorkerStream implements Incoming, StreamBody.Reader, Transfer.Owner {
    /** WebSocket's code for a client that has gone without a word. */
    private static final int GONE = 1006;

    private final Call call;
    private final AnswerListener listener;
    private final WorkerConnection connection;
    private final Share share;
    private final Lane lane;
    private final Window window;
    private final Transfer request;
    private final Asking asking;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean cancelSaid = new AtomicBoolean();
    private volatile StreamBody body;
    private volatile WorkerMessages messages;
    private volatile boolean started;
    private volatile boolean unwanted;
    private volatile boolean over;
    /** Answered, but the listener has not been told: it shall find in the body what came with the head. */
    private Answer fresh;
    /** What comes is read and dropped. */
    private boolean refused;

    WorkerStream(Call call, AnswerListener listener, Lane lane, WorkerConnection connection, BufferBudget budget) {
        this.call = call;
        this.listener = listener;
        this.connection = connection;
        this.share = Share.large(budget);
        this.lane = lane;
        this.window = new Window(connection.isCredited());
        this.asking = Asking.of(call, connection.isMultiplexing());
        this.request = asking.transfer(lane, this);
    }

    int id() {
        return lane.stream();
    }

    Call call() {
        return call;
    }

    /** Whether nobody waits for its answer any more. */
    boolean isOver() {
        return over || unwanted;
    }

    void start() {
        call.onCancel(this::cancel);
        request.iterate();
        started = true;
        if (unwanted) {
            letGo();
        }
    }

    void answer(Frame frame, ByteBuffer head) throws ProtocolException {
        if (takesData()) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "A second RESP on stream " + id());
        }
        try {
            if (frame.has(Frame.UPGRADE)) {
                grant(frame, head);
                return;
            }
            HeadReader.Response response = HeadReader.response(head);
            long length = response.contentLength();
            boolean strict = asking.hasBody(response.status());
            if (frame.has(Frame.END)) {
                long sent = frame.length() - frame.arg();
                if (strict && length >= 0 && length != sent) {
                    throw new ServiceException(
                            Kind.BAD_ANSWER,
                            "The answer announces a body of %d bytes and has %d".formatted(length, sent));
                }
                length = strict ? sent : length;
            }
            body = new StreamBody(share, this, connection.isCredited(), length, strict);
            fresh = new Answer(asking.status(response.status()), response.headers(), body);
        } catch (ServiceException e) {
            refused = true;
            fail(e);
            sayCancel(ErrorCode.PROTOCOL, e.getMessage());
        }
    }

    private void grant(Frame frame, ByteBuffer head) throws ServiceException, ProtocolException {
        if (!asking.asStream()) {
            throw new ServiceException(
                    Kind.BAD_ANSWER, "The answer grants a stream of messages, which was not asked for");
        }
        if (frame.has(Frame.END) || frame.length() > frame.arg()) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "RESP with UPGRADE has neither END nor a body; stream " + id());
        }
        HeadReader.Response response = HeadReader.grant(head);
        WorkerMessages stream = new WorkerMessages(this, connection, lane, window);
        messages = stream;
        fresh = new Answer(response.status(), response.headers(), Content.Source.from(), Optional.of(stream));
        connection.granted(stream);
        if (unwanted) {
            stream.end(GONE, "");
        }
    }

    /** The messages that follow the answer; null when there are none. */
    WorkerMessages messages() {
        return messages;
    }

    @Override
    public boolean takesData() {
        return body != null || refused;
    }

    @Override
    public void data(ByteBuffer piece, boolean last, Retainable input) throws ProtocolException {
        window.use(piece.remaining());
        if (!refused) {
            body.push(piece, last, input);
        }
    }

    boolean isFull() {
        StreamBody current = body;
        return current != null && current.isFull();
    }

    @Override
    public void announce() {
        Answer answer = fresh;
        if (answer == null) {
            return;
        }
        fresh = null;
        if (told.compareAndSet(false, true)) {
            listener.answered(answer);
        } else {
            answer.body().fail(new ServiceException(Kind.CANCELLED, "Nobody waits for the answer any more"));
            answer.messages().ifPresent(stream -> stream.end(GONE, ""));
        }
    }

    @Override
    public void end() {
        over = true;
        if (asking.asStream()) {
            lane.end(GONE, "");
        }
        if (body != null) {
            body.end();
        }
        if (!request.isDone()) {
            request.stop(
                    new ServiceException(Kind.CANCELLED, "The worker has answered without reading the whole request"));
            sayCancel(ErrorCode.CANCELLED, "answered early");
        }
        // The worker gets its next request before this answer is passed on: it need not wait for that.
        connection.over(this);
        announce();
    }

    @Override
    public void cancelled(ErrorCode code, String reason) {
        lost(new ServiceException(
                code.failure(), "The worker has cancelled the request: %s %s".formatted(code, reason)));
        connection.over(this);
    }

    @Override
    public void grant(int credit) throws ProtocolException {
        lane.credit().grant(credit);
        request.iterate();
    }

    /** A worker without credit that waits for the answer to a call would have to keep what comes of its own request. */
    void holdRequest() {
        request.hold();
    }

    void letRequestGo() {
        request.letGo();
    }

    /** The worker has broken off, or there is no worker any more. */
    void lost(ServiceException cause) {
        over = true;
        fail(cause);
    }

    private void fail(ServiceException cause) {
        request.stop(cause);
        if (told.compareAndSet(false, true)) {
            listener.failed(cause);
        } else if (body != null) {
            body.breakOff(cause);
        }
    }

    /** Nobody waits for the answer any more. */
    private void cancel() {
        WorkerMessages granted = messages;
        if (granted != null) {
            granted.end(GONE, "");
        } else if (!over) {
            unwanted = true;
            fail(new ServiceException(Kind.CANCELLED, "Nobody waits for the answer any more"));
            if (started) {
                letGo();
            }
            connection.endCallsOf(this);
        }
    }

    /** To a worker that has begun it says so and waits for its word; one that never heard of the request is free. */
    private void letGo() {
        if (request.hasBegun()) {
            boolean late = System.nanoTime() - call.deadlineNanos() >= 0;
            sayCancel(late ? ErrorCode.TIMEOUT : ErrorCode.CANCELLED, "");
        } else {
            connection.over(this);
        }
    }

    private void sayCancel(ErrorCode code, String reason) {
        if (cancelSaid.compareAndSet(false, true)) {
            lane.cancel(code, reason);
        }
    }

    @Override
    public void sent() {
        // What matters is the answer.
    }

    @Override
    public void broken(Throwable cause) {
        if (request.hasBegun()) {
            cancel();
        } else {
            lost(new ServiceException(Kind.CANCELLED, "The request could not be read: " + cause, cause));
            connection.over(this);
        }
    }

    @Override
    public void consumed(int count) {
        connection.readOn();
        int credit = window.consumed(count);
        if (credit > 0 && !over && !cancelSaid.get()) {
            lane.giveCredit(credit);
        }
    }

    @Override
    public void left() {
        if (!over) {
            unwanted = true;
            sayCancel(ErrorCode.CANCELLED, "");
            connection.endCallsOf(this);
        }
    }
}
