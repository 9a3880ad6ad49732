package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.HeadWriter;
import io.bighammer.ipc.stream.Lane;
import io.bighammer.ipc.stream.Transfer;
import io.bighammer.spi.Call;
import io.bighammer.spi.SocketEvent;
import org.eclipse.jetty.http.HttpStatus;

/**
 * How a worker is asked: a WebSocket is a stream of messages for one that takes several requests at a time, and a request for each event
 * for one that does not.
 */
record Asking(Call call, boolean asStream) {

    static Asking of(Call call, boolean multiplexing) {
        return new Asking(call, multiplexing && opens(call));
    }

    private static boolean opens(Call call) {
        return call.event()
                .filter(event -> event.kind() == SocketEvent.Kind.OPEN)
                .isPresent();
    }

    Transfer transfer(Lane lane, Transfer.Owner owner) {
        boolean text = call.event().filter(SocketEvent::text).isPresent();
        int flags =
                (call.idempotent() ? Frame.IDEMPOTENT : 0) | (text ? Frame.TEXT : 0) | (asStream ? Frame.UPGRADE : 0);
        return new Transfer(
                new Transfer.Message(
                        Frame.REQ, flags, target -> HeadWriter.request(call, asStream, target), call.body()),
                lane,
                owner);
    }

    /** Answers to HEAD and 304 announce the length of a body that they do not have. */
    boolean hasBody(int status) {
        return !call.method().equals("HEAD") && status != HttpStatus.NOT_MODIFIED_304;
    }

    /** What an answer that grants no stream means: event by event, a WebSocket is let in with any answer of success. */
    int status(int answered) {
        boolean letsIn = !asStream && opens(call) && HttpStatus.isSuccess(answered);
        return letsIn ? HttpStatus.SWITCHING_PROTOCOLS_101 : answered;
    }
}
