package io.bighammer.http;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;

/**
 * Notices a client that leaves while its request is worked on. Jetty asks for more bytes only between requests; this one asks in the
 * meantime, and hands the wish over when Jetty has it itself, so that a request costs no more looks at the connection than before. Safe
 * for use by the thread that works on the request and the one that reads.
 */
final class ClientWatch implements Callback {
    /** Asked for bytes, only to see whether the connection ends. */
    private static final Callback WATCHING = new State();
    /** Asked for bytes, but somebody else reads: what comes of it is nothing. */
    private static final Callback DISARMED = new State();
    /** Not asked: the bytes are just being looked at. */
    private static final Callback LOOKING = new State();

    private static final class State implements Callback {
        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    private final PacedEndPoint client;
    /** One of the three, or who waits for bytes; null when nobody has asked for any. */
    private final AtomicReference<Callback> state = new AtomicReference<>();

    ClientWatch(PacedEndPoint client) {
        this.client = client;
    }

    /** The request has been read whole; from now on the client can only leave. */
    void begin() {
        if (state.compareAndSet(null, WATCHING)) {
            client.askForBytes(this);
        } else {
            state.compareAndSet(DISARMED, WATCHING);
        }
    }

    /**
     * Ends the watch. Whoever wants to read says so before.
     *
     * @return false when the bytes are just being looked at; who waits for bytes then is told
     */
    boolean end() {
        Callback now = state.get();
        if (now == WATCHING) {
            now = state.compareAndSet(WATCHING, DISARMED) ? DISARMED : state.get();
        }
        return now != LOOKING;
    }

    /** @return false when somebody waits for bytes already */
    boolean await(Callback waiting) {
        while (true) {
            Callback now = state.get();
            if (now == null) {
                if (state.compareAndSet(null, waiting)) {
                    askOrTell();
                    return true;
                }
            } else if (now != LOOKING && isOurs(now) && client.hasEarly()) {
                if (state.compareAndSet(now, DISARMED)) {
                    waiting.succeeded();
                    return true;
                }
            } else if (isOurs(now)) {
                if (state.compareAndSet(now, waiting)) {
                    return true;
                }
            } else {
                return false;
            }
        }
    }

    /** What a look has read will not be announced again. */
    private void askOrTell() {
        if (client.hasEarly()) {
            succeeded();
        } else {
            client.askForBytes(this);
        }
    }

    /** Whether somebody else than the watch waits for bytes. */
    boolean isAwaited() {
        Callback now = state.get();
        return now != null && !isOurs(now);
    }

    private static boolean isOurs(Callback state) {
        return state == WATCHING || state == DISARMED || state == LOOKING;
    }

    /** There are bytes, or the connection has ended. */
    @Override
    public void succeeded() {
        if (state.compareAndSet(WATCHING, LOOKING)) {
            boolean left = client.look();
            Callback waiting = state.getAndSet(null);
            if (waiting != LOOKING) {
                waiting.succeeded();
            } else if (left) {
                client.leave();
            } else if (client.mayEndStill()) {
                begin();
            }
            return;
        }
        Callback waiting = state.getAndSet(null);
        if (waiting != null && waiting != DISARMED) {
            waiting.succeeded();
        }
    }

    @Override
    public void failed(Throwable cause) {
        Callback waiting = state.getAndSet(null);
        if (waiting != null && waiting != WATCHING && waiting != DISARMED) {
            waiting.failed(cause);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        Callback now = state.get();
        return now == null ? InvocationType.NON_BLOCKING : now.getInvocationType();
    }
}
