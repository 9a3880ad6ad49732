package io.bighammer.core.websocket;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.ClientSocket;
import io.bighammer.spi.MessageStream;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import io.bighammer.spi.SocketEvent;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.SerializedInvoker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket between its client and its service, from the handshake to the end. What happens to it, on whatever thread, is taken in
 * turn. Of what the client says one message is with the service and one waits; no more is asked for.
 */
final class Connection implements ClientSocket.Listener {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final int MOST_EARLY = 64;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final String id;
    private final SocketTarget target;
    private final SocketTarget.Address address;
    private final Caller caller;
    private final Connections all;
    private final SocketFigures figures;
    private final SerializedInvoker turn = new SerializedInvoker(Connection.class);
    private final Queue<Message> waiting = new ArrayDeque<>(2);
    /** Sent before the client was let in. */
    private final Queue<Runnable> early = new ArrayDeque<>(0);

    private Optional<ClientSocket> socket = Optional.empty();
    private Talk talk = Talk.NONE;
    private boolean busy;
    private boolean leaving;
    private boolean handingOver;
    private boolean finished;
    /** Tells the talk why the client has gone; null while it is there. */
    private Runnable farewell;

    Connection(String id, SocketTarget target, SocketTarget.Address address, Caller caller, Connections all) {
        this.id = id;
        this.target = target;
        this.address = address;
        this.caller = caller;
        this.all = all;
        this.figures = all.figures(target.path());
    }

    String id() {
        return id;
    }

    Caller caller() {
        return caller;
    }

    SocketTarget target() {
        return target;
    }

    SocketTarget.Address address() {
        return address;
    }

    int maxMessageSize() {
        return all.maxMessageSize();
    }

    void ask(SocketEvent event, ByteBuffer body, Consumer<Runnable> cancellation, AnswerListener listener) {
        Optional<Service> service = target.find();
        if (service.isPresent()) {
            service.get().call(new EventCall(caller, event, body, cancellation), listener);
        } else {
            listener.failed(new ServiceException(Kind.UNAVAILABLE, "the service of its route is not there"));
        }
    }

    /** May it be? */
    void open(Consumer<Runnable> cancellation, AnswerListener listener) {
        Opening opening =
                new Opening(cancellation, listener, (answer, waits) -> turn.run(() -> decided(answer, waits)));
        ask(SocketEvent.open(id, false), NOTHING, opening::onCancel, opening);
    }

    private void decided(Answer answer, AnswerListener listener) {
        if (answer.status() != 101) {
            listener.answered(answer);
            return;
        }
        talk = talkOf(answer);
        String protocol = answer.headers().get(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL);
        if (protocol == null || caller.protocols().contains(protocol)) {
            listener.answered(new Answer(101, HttpFields.build(answer.headers()), Content.Source.from()));
        } else {
            listener.failed(new ServiceException(
                    Kind.BAD_ANSWER,
                    "it chose the sub-protocol \"" + protocol + "\", which the client has not offered"));
        }
    }

    private Talk talkOf(Answer answer) {
        Content.Source.consumeAll(answer.body(), Callback.NOOP);
        return answer.messages()
                .<Talk>map(stream -> new StreamTalk(this, stream))
                .orElseGet(() -> new EventTalk(this));
    }

    @Override
    public void opened(ClientSocket opened) {
        turn.run(() -> {
            figures.opens();
            socket = Optional.of(new CountedSocket(opened, figures));
            early.forEach(Runnable::run);
            early.clear();
            talk.begin();
            opened.demand();
        });
    }

    @Override
    public void message(boolean text, ByteBuffer bytes, Callback done) {
        figures.receives();
        turn.run(() -> {
            waiting.add(new Message(text, bytes, done));
            next();
        });
    }

    @Override
    public void closed(int code, String reason) {
        all.remove(this);
        turn.run(() -> {
            socket.ifPresent(left -> figures.closes());
            farewell = () -> talk.end(code, reason);
            next();
        });
    }

    private void next() {
        if (busy) {
            return;
        }
        if (leaving) {
            handOver();
            return;
        }
        Message message = waiting.poll();
        if (message != null) {
            busy = true;
            socket.ifPresent(ClientSocket::demand);
            talk.say(message, () -> turn.run(this::goOn));
        } else if (farewell != null && !finished) {
            finished = true;
            farewell.run();
        }
    }

    private void goOn() {
        busy = false;
        next();
    }

    /** Sends between the parts of what a stream says. */
    void send(Message message, Callback sent) {
        turn.run(() -> {
            if (socket.isPresent()) {
                socket.get().send(message.text(), message.bytes(), sent);
            } else if (early.size() < MOST_EARLY && farewell == null) {
                early.add(() -> socket.orElseThrow().send(message.text(), message.bytes(), sent));
            } else {
                sent.failed(new ClosedChannelException());
            }
        });
    }

    void sendPart(boolean text, ByteBuffer part, boolean last, Callback taken) {
        turn.run(() -> socket.orElseThrow().sendPart(text, part, last, taken));
    }

    /** By the gateway, or by a service that is not asked about it: its own hears of it. */
    void close(int code, String reason) {
        turn.run(() -> closeClient(code, reason));
    }

    private void closeClient(int code, String reason) {
        if (socket.isPresent()) {
            socket.get().close(code, reason);
        } else if (early.size() < MOST_EARLY) {
            early.add(() -> socket.orElseThrow().close(code, reason));
        }
    }

    /** The worker of that talk is about to end. */
    void leaving(Talk of) {
        turn.run(() -> {
            if (of == talk && !handingOver && !finished) {
                leaving = true;
                next();
            }
        });
    }

    private void handOver() {
        leaving = false;
        handingOver = true;
        busy = true;
        talk.end(MessageStream.HANDED_OVER, "");
    }

    /** The worker of that talk has said its last word. */
    void ended(Talk of, int code, String reason) {
        turn.run(() -> {
            if (of != talk) {
                return;
            }
            if (handingOver && code == MessageStream.HANDED_OVER) {
                goOnElsewhere();
                return;
            }
            of.end(code, "");
            over(CloseCode.ofService(code), reason);
        });
    }

    void lost(Talk of, String why) {
        turn.run(() -> {
            if (of == talk && !finished) {
                log.info("{}: WebSocket {} is closed: {}", caller.id(), id, why);
                over(CloseCode.BROKEN, "The service broke off");
            }
        });
    }

    /** There is nobody to talk to any more. */
    private void over(int code, String reason) {
        talk = Talk.NONE;
        leaving = false;
        if (handingOver) {
            handingOver = false;
            busy = false;
        }
        closeClient(code, reason);
        next();
    }

    private void goOnElsewhere() {
        talk = Talk.NONE;
        ask(SocketEvent.open(id, true), NOTHING, cancelled -> {}, new AnswerListener() {
            @Override
            public void answered(Answer answer) {
                turn.run(() -> resumed(answer));
            }

            @Override
            public void failed(ServiceException failure) {
                turn.run(() -> {
                    log.warn("{}: WebSocket {} is closed: {}", caller.id(), id, failure.getMessage());
                    over(CloseCode.COME_AGAIN, "No worker was there to go on");
                });
            }
        });
    }

    private void resumed(Answer answer) {
        if (answer.status() != 101) {
            Content.Source.consumeAll(answer.body(), Callback.NOOP);
            log.warn("{}: WebSocket {} is closed: the new worker answered {}", caller.id(), id, answer.status());
            over(CloseCode.BROKEN, "The service did not go on");
            return;
        }
        talk = talkOf(answer);
        handingOver = false;
        talk.begin();
        goOn();
    }
}
