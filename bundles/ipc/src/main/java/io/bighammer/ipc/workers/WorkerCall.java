package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.CallHead;
import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.HeadWriter;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Incoming;
import io.bighammer.ipc.stream.Lane;
import io.bighammer.ipc.stream.Share;
import io.bighammer.ipc.stream.StreamBody;
import io.bighammer.ipc.stream.Transfer;
import io.bighammer.ipc.stream.Window;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Retainable;

/**
 * A request that a worker makes of a service: its body comes from the worker, its answer goes back there. Frames are brought by
 * the connection's I/O thread; the answer comes on any, and it may be ended from any.
 */
final class WorkerCall implements AnswerListener, Incoming, StreamBody.Reader, Transfer.Owner {
    private static final Runnable CANCELLED = () -> {};

    private final WorkerCalls calls;
    private final Optional<WorkerStream> parent;
    private final Lane lane;
    private final Window window;
    private final StreamBody body;
    private final Call asked;
    private final String service;
    private final AtomicReference<Runnable> cancelListener = new AtomicReference<>(() -> {});
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Optional<Transfer> reply = Optional.empty();
    private volatile boolean bodyEnded;
    /** Nobody has been asked: the service shall find in the body what came with the head. */
    private boolean fresh = true;

    WorkerCall(WorkerCalls calls, Frame frame, CallHead head, Optional<WorkerStream> parent, Lane lane) {
        this.calls = calls;
        this.parent = parent;
        this.lane = lane;
        this.service = head.service();
        this.window = new Window(calls.areCredited());
        boolean whole = frame.has(Frame.END);
        this.body = new StreamBody(
                Share.small(calls.budget()),
                this,
                calls.areCredited(),
                whole ? frame.length() - frame.arg() : -1,
                whole);
        boolean endless = parent.filter(stream -> stream.messages() != null).isPresent();
        this.asked =
                new AskedCall(head, frame.has(Frame.IDEMPOTENT), parent.map(WorkerStream::call), endless, body, this);
        // A worker without credit waits for this answer now, and would have to keep what comes of its own request.
        parent.filter(stream -> !calls.areCredited()).ifPresent(WorkerStream::holdRequest);
    }

    int id() {
        return lane.stream();
    }

    boolean belongsTo(WorkerStream stream) {
        return parent.isPresent() && parent.get() == stream;
    }

    /** Whether the request that it was made for is over. */
    boolean isOrphan() {
        return parent.isPresent() && parent.get().isOver();
    }

    boolean isFull() {
        return body.isFull();
    }

    void onCancel(Runnable listener) {
        Runnable before = cancelListener.getAndUpdate(now -> now == CANCELLED ? CANCELLED : listener);
        if (before == CANCELLED) {
            listener.run();
        }
    }

    @Override
    public boolean takesData() {
        return true;
    }

    @Override
    public void data(ByteBuffer piece, boolean last, Retainable input) throws ProtocolException {
        window.use(piece.remaining());
        body.push(piece, last, input);
    }

    @Override
    public void end() {
        bodyEnded = true;
        body.end();
        announce();
    }

    @Override
    public void announce() {
        if (fresh) {
            fresh = false;
            if (!over.get()) {
                calls.listener().called(service, asked, this);
            }
        }
    }

    @Override
    public void answered(Answer answer) {
        reply(answer);
    }

    @Override
    public void failed(ServiceException failure) {
        if (failure.kind() == Kind.REFUSED) {
            cancel(ErrorCode.REFUSED, failure.getMessage());
        } else if (failure.kind() == Kind.CANCELLED) {
            cancel(ErrorCode.CANCELLED, "");
        } else {
            reply(FailedCall.answer(service, failure.kind()));
        }
    }

    private void reply(Answer answer) {
        Transfer transfer = new Transfer(
                new Transfer.Message(Frame.RESP, 0, target -> HeadWriter.response(answer, target), answer.body()),
                lane,
                this);
        reply = Optional.of(transfer);
        if (over.get()) {
            transfer.stop(nobodyWaits());
        } else {
            transfer.iterate();
        }
    }

    @Override
    public void cancelled(ErrorCode code, String reason) {
        lost();
    }

    @Override
    public void grant(int credit) throws ProtocolException {
        lane.credit().grant(credit);
        reply.ifPresent(Transfer::iterate);
    }

    /** The worker wants no answer any more, or there is no worker. */
    void lost() {
        if (over.compareAndSet(false, true)) {
            end(nobodyWaits());
            cancelListener.getAndSet(CANCELLED).run();
        }
    }

    /** The same, and the worker is told. */
    void cancel(ErrorCode code, String reason) {
        if (!over.get()) {
            lane.cancel(code, reason);
        }
        lost();
    }

    @Override
    public void sent() {
        if (over.compareAndSet(false, true)) {
            if (!bodyEnded) {
                lane.cancel(ErrorCode.CANCELLED, "answered early");
            }
            end(new ServiceException(Kind.CANCELLED, "The service has answered without reading the whole request"));
        }
    }

    @Override
    public void broken(Throwable cause) {
        if (reply.map(Transfer::hasBegun).orElse(false)) {
            cancel(ErrorCode.INTERNAL, "The service broke off its answer");
        } else {
            reply(FailedCall.answer(service, Kind.LOST));
        }
    }

    private void end(ServiceException cause) {
        calls.over(this);
        reply.ifPresent(transfer -> transfer.stop(cause));
        body.fail(cause);
        parent.filter(stream -> !calls.areCredited()).ifPresent(WorkerStream::letRequestGo);
    }

    private static ServiceException nobodyWaits() {
        return new ServiceException(Kind.CANCELLED, "Nobody waits for the answer any more");
    }

    @Override
    public void consumed(int count) {
        calls.readOn();
        int credit = window.consumed(count);
        if (credit > 0 && !over.get() && !bodyEnded) {
            lane.giveCredit(credit);
        }
    }

    @Override
    public void left() {
        // The answer is still to come, and ends the body's way too.
    }
}
