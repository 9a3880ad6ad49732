package io.bighammer.ipc.clients;

import io.bighammer.ipc.stream.Input;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.Retainable;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes from and to one client: reads while they are taken, and never blocks. What it says last can be read by the client. */
final class ClientConnection extends AbstractConnection.NonBlocking {
    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

    /** A client that was told the last word gets so long to read it before what it still sends meets a closed door. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final byte[] LINE_END = {'\n'};

    private enum State {
        /** Some thread reads. */
        READING,
        /** Some thread reads, and need not stop. */
        RESUMED,
        /** Nobody reads until what is spoken takes bytes again. */
        PARKED,
        /** For bytes. */
        WAITING,
        ENDED
    }

    private final ClientEndPoint network;
    private final ClientsShared shared;
    private final JsonRequests.Client client;
    private final Input input;
    private final Callback fillable =
            Callback.from(InvocationType.NON_BLOCKING, this::onFillable, this::onFillInterestedFailed);
    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private final Meter meter;
    private Runnable first = () -> {};
    private volatile Talk talk;
    private volatile boolean handshaking;
    private volatile boolean draining;
    private volatile boolean clientEnded;
    private volatile boolean closed;

    /** @param endPoint where what is spoken can be read: the network, or what deciphers it */
    ClientConnection(EndPoint endPoint, ClientEndPoint network, ClientsShared shared, JsonRequests.Client client) {
        super(endPoint, shared.network().threads());
        this.network = network;
        this.meter = new Meter(network);
        this.shared = shared;
        this.client = client;
        this.input = new Input(shared.pool());
        this.talk = new FirstByte(this, shared);
    }

    JsonRequests.Client client() {
        return client;
    }

    /** What the bytes that are being read lie in. */
    Retainable input() {
        return input.retainable();
    }

    /** As {@link ClientEndPoint#atEndOfTurn}. */
    void atEndOfTurn(ManagedSelector.SelectorUpdate task) {
        network.atEndOfTurn(task);
    }

    /** To be called before it is open; until the end of the handshake the client is awaited. */
    void handshakeBegins() {
        handshaking = true;
    }

    void handshakeEnds() {
        handshaking = false;
    }

    /** As {@link Meter#complaint}. */
    Optional<String> complaint(long nanos, GatewayConfig.Limits limits) {
        boolean waits = state.get() == State.WAITING;
        boolean awaited = waits && (handshaking || talk.awaitsClient()) || network.isWritePending();
        return meter.complaint(awaited, talk.isBusy(), nanos, limits);
    }

    void speak(Talk next) {
        talk = next;
    }

    /** To be called before it is open. */
    void whenOpen(Runnable task) {
        first = task;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        first.run();
        rest();
    }

    @Override
    public void onFillable() {
        if (state.compareAndSet(State.WAITING, State.READING)) {
            readGuarded();
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        close(cause);
    }

    /** What is spoken takes bytes again. */
    void resume() {
        if (state.compareAndSet(State.PARKED, State.READING)) {
            readGuarded();
        } else {
            state.compareAndSet(State.READING, State.RESUMED);
        }
    }

    private void readGuarded() {
        try {
            read();
        } catch (IOException e) {
            input.release();
            close(e);
        } catch (RuntimeException e) {
            // A fault of ours may cost this connection but not the selector.
            log.error(
                    "The connection of a client of door {} is closed because of a fault in the gateway",
                    shared.door(),
                    e);
            input.release();
            close(e);
        }
    }

    private void read() throws IOException {
        while (!closed) {
            if (!talk.read(input.unread())) {
                releaseIfRead();
                if (state.compareAndSet(State.READING, State.PARKED)) {
                    releaseIfClosed();
                    return;
                }
                state.set(State.READING);
            } else if (!input.unread().hasRemaining() && !fill()) {
                return;
            }
        }
        input.release();
    }

    /** What was parked is for nobody. */
    private void releaseIfClosed() {
        if (closed && state.compareAndSet(State.PARKED, State.ENDED)) {
            input.release();
        }
    }

    private void releaseIfRead() {
        if (!input.unread().hasRemaining()) {
            input.release();
        }
    }

    /** Tells whether there is more to take; otherwise touch nothing after, for another thread may be reading already. */
    private boolean fill() throws IOException {
        int count = input.fill(getEndPoint(), talk.inputSize());
        if (count > 0) {
            return true;
        }
        input.release();
        if (count == 0) {
            rest();
        } else {
            clientEnded = true;
            talk.ended();
        }
        return false;
    }

    private void rest() {
        state.set(State.WAITING);
        tryFillInterested(fillable);
        if (draining) {
            closeIfIdle();
        }
    }

    void sayLine(Callback said, byte[] line) {
        getEndPoint().write(said, ByteBuffer.wrap(line), ByteBuffer.wrap(LINE_END));
    }

    /** Says this and closes the connection. */
    void sayLastLine(Callback said, byte[] line) {
        hearNoMore();
        sayLine(
                Callback.from(
                        InvocationType.NON_BLOCKING,
                        () -> {
                            said.succeeded();
                            leave();
                        },
                        cause -> {
                            said.failed(cause);
                            close(cause);
                        }),
                line);
    }

    /** What the client still sends is dropped; what is said from now on is the last word. */
    void hearNoMore() {
        talk = new Farewell(talk, this);
    }

    /** A close with unread bytes would reset the connection, and the client might lose what it was told last. */
    void leave() {
        getEndPoint().shutdownOutput();
        if (clientEnded) {
            close();
        } else {
            shared.scheduler().schedule(this::close, LINGER.toMillis(), TimeUnit.MILLISECONDS);
            resume();
        }
    }

    /** Nothing new begins; closes it now, or when what is under way has ended. */
    void drain() {
        draining = true;
        talk.drain();
        closeIfIdle();
    }

    /** To be called when something has ended. */
    void closeIfIdle() {
        if (!draining || talk.isBusy() || !state.compareAndSet(State.WAITING, State.ENDED)) {
            return;
        }
        if (!talk.isBusy()) {
            close();
            return;
        }
        // A request has come in between, and perhaps more bytes that nobody was there to read.
        state.set(State.WAITING);
        tryFillInterested(fillable);
    }

    void close(Throwable cause) {
        getEndPoint().close(cause);
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        closed = true;
        releaseIfClosed();
        talk.closed(cause == null ? new IOException("The connection was closed") : cause);
    }
}
