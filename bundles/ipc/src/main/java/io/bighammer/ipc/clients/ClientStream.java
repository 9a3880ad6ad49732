package io.bighammer.ipc.clients;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.HeadWriter;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.bhp.RequestHead;
import io.bighammer.ipc.stream.Incoming;
import io.bighammer.ipc.stream.Lane;
import io.bighammer.ipc.stream.Share;
import io.bighammer.ipc.stream.StreamBody;
import io.bighammer.ipc.stream.Transfer;
import io.bighammer.ipc.stream.Window;
import io.bighammer.spi.Answer;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.ProblemDetails;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.Retainable;
import org.eclipse.jetty.util.Callback;

/**
 * A request that a client makes on a stream of its own. Frames are brought by the connection's I/O thread; the answer comes on any,
 * and it may be ended from any.
 */
final class ClientStream implements Exchange, Incoming, StreamBody.Reader, Transfer.Owner {
    private static final Runnable NOTHING = () -> {};
    private static final int BROKEN = 502;
    private static final String UNFINISHED = "The client has ended in the middle of the request";

    private final ClientStreams streams;
    private final RequestHead head;
    private final Lane lane;
    private final Window window;
    private final StreamBody body;
    private final long started = System.nanoTime();
    private final AtomicReference<Runnable> onClientLeft = new AtomicReference<>(NOTHING);
    private final AtomicReference<Callback> done = new AtomicReference<>(Callback.NOOP);
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Optional<Transfer> reply = Optional.empty();
    private volatile Optional<Throwable> failure = Optional.empty();
    private volatile boolean whole;
    /** Nobody has been asked: the service shall find in the body what came with the head. */
    private boolean fresh = true;

    ClientStream(ClientStreams streams, Frame frame, RequestHead head, Lane lane) {
        this.streams = streams;
        this.head = head;
        this.lane = lane;
        boolean credited = streams.areCredited();
        this.window = new Window(credited);
        boolean atOnce = frame.has(Frame.END);
        long length = frame.length() - frame.arg();
        if (atOnce && length > 0) {
            head.headers().put(HttpHeader.CONTENT_LENGTH, length);
        }
        this.body =
                new StreamBody(Share.small(streams.shared().budget()), this, credited, atOnce ? length : -1, atOnce);
    }

    int id() {
        return lane.stream();
    }

    /** Whether the client has sent all of the request. */
    boolean isWhole() {
        return whole;
    }

    boolean isFull() {
        return body.isFull();
    }

    boolean awaitsClient() {
        return !whole && body.isAwaited() || reply.map(Transfer::isStarved).orElse(false);
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
        whole = true;
        body.end();
        announce();
    }

    @Override
    public void announce() {
        if (fresh) {
            fresh = false;
            if (!over.get()) {
                streams.shared().gateway().handle(this);
            }
        }
    }

    @Override
    public void answer(int status, HttpFields headers, Content.Source source, Callback callback) {
        done.set(callback);
        send(new Answer(status, headers, source));
    }

    private void send(Answer answer) {
        Transfer transfer = new Transfer(
                new Transfer.Message(Frame.RESP, 0, target -> HeadWriter.response(answer, target), answer.body()),
                lane,
                this);
        reply = Optional.of(transfer);
        if (over.get()) {
            Throwable cause = new IOException("The client has left");
            transfer.stop(cause);
            complete(Optional.of(cause));
        } else {
            transfer.iterate();
        }
    }

    @Override
    public void sent() {
        if (over.compareAndSet(false, true)) {
            if (!whole) {
                lane.cancel(ErrorCode.CANCELLED, "answered early");
            }
            body.fail(new IOException("The request was answered before it was read to its end"));
            complete(failure);
            streams.over(this);
        }
    }

    @Override
    public void broken(Throwable cause) {
        if (over.get()) {
            return; // it broke because it is over
        }
        failure = Optional.of(cause);
        if (reply.map(Transfer::hasBegun).orElse(false)) {
            lane.cancel(ErrorCode.INTERNAL, "The service broke off its answer");
            end(cause, NOTHING);
        } else {
            byte[] words = streams.shared().requests().answer(BROKEN, "The service broke off its answer");
            HttpFields headers = HttpFields.build().put(HttpHeader.CONTENT_TYPE, "application/json");
            send(new Answer(BROKEN, headers, Content.Source.from(ByteBuffer.wrap(words))));
        }
    }

    /** The client has shut its side before it had sent all. */
    void endUnfinished() {
        lane.cancel(ErrorCode.CANCELLED, UNFINISHED);
        lost(new EOFException(UNFINISHED));
    }

    /** The client wants no answer any more, or there is no client. */
    void lost(Throwable cause) {
        end(cause, () -> onClientLeft.getAndSet(NOTHING).run());
    }

    @Override
    public void cancelled(ErrorCode code, String reason) {
        lost(new IOException("The client has cancelled the request: %s %s".formatted(code, reason)));
    }

    private void end(Throwable cause, Runnable tell) {
        if (over.compareAndSet(false, true)) {
            body.fail(cause);
            reply.ifPresent(transfer -> transfer.stop(cause));
            tell.run();
            complete(Optional.of(cause));
            streams.over(this);
        }
    }

    private void complete(Optional<Throwable> cause) {
        onClientLeft.set(NOTHING);
        Callback callback = done.getAndSet(Callback.NOOP);
        cause.ifPresentOrElse(callback::failed, callback::succeeded);
    }

    @Override
    public void grant(int credit) throws ProtocolException {
        lane.credit().grant(credit);
        reply.ifPresent(Transfer::iterate);
    }

    @Override
    public void consumed(int count) {
        streams.readOn();
        int credit = window.consumed(count);
        if (credit > 0 && !over.get() && !whole) {
            lane.giveCredit(credit);
        }
    }

    @Override
    public void left() {
        // The answer is still to come, and ends the body's way too.
    }

    @Override
    public byte[] render(ProblemDetails problem, HttpFields.Mutable headers) {
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        return streams.shared().requests().answer(problem.status(), problem.detail());
    }

    @Override
    public String door() {
        return streams.connection().client().door();
    }

    @Override
    public String scheme() {
        return streams.connection().client().scheme();
    }

    @Override
    public String protocol() {
        return "BHP/" + Frame.VERSION;
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path() {
        return head.target().path();
    }

    @Override
    public String query() {
        return head.target().query();
    }

    @Override
    public String authority() {
        return Optional.ofNullable(head.headers().get(HttpHeader.HOST)).orElse("");
    }

    @Override
    public String client() {
        return streams.connection().client().address();
    }

    @Override
    public HttpFields headers() {
        return head.headers();
    }

    @Override
    public Content.Source body() {
        return body;
    }

    @Override
    public long startedNanos() {
        return started;
    }

    @Override
    public void onClientLeft(Runnable listener) {
        onClientLeft.set(listener);
    }
}
