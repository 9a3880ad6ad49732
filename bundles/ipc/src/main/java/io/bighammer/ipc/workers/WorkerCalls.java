package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.CallHead;
import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.bhp.FrameBuffer;
import io.bighammer.ipc.bhp.ProtocolException;
import io.bighammer.ipc.stream.Lane;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.WorkerLink;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that a worker has under way, on even streams. A map, since the worker chooses the ids; requests of clients never
 * touch it. Calls are begun by the connection's I/O thread and ended by any.
 */
final class WorkerCalls {
    /** Of one connection at a time; what is above is sent back as not processed. */
    static final int MOST = 1024;

    private static final String PARENT_IS_OVER = "The request for which it was made is over";

    private final WorkerConnection connection;
    private final WorkersShared shared;
    private final Map<Integer, WorkerCall> open = new ConcurrentHashMap<>();
    private int newest;

    WorkerCalls(WorkerConnection connection, WorkersShared shared) {
        this.connection = connection;
        this.shared = shared;
    }

    boolean areCredited() {
        return connection.isCredited();
    }

    BufferBudget budget() {
        return shared.budget();
    }

    WorkerLink.Listener listener() {
        return connection.listener();
    }

    void readOn() {
        connection.readOn();
    }

    /** @return null when the call has been sent back; what follows of it is dropped */
    WorkerCall begin(Frame frame, ByteBuffer head, Lane lane) throws ProtocolException {
        int id = frame.stream();
        if ((id & 1) == 1 || open.containsKey(id)) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL,
                    "REQ on stream %d, which is %s".formatted(id, (id & 1) == 1 ? "the gateway's" : "in use"));
        }
        if (newest == 0 || id - newest > 0) {
            newest = id;
        }
        if (open.size() >= MOST) {
            sendBack(id, ErrorCode.OVERLOADED, "%d calls are under way".formatted(MOST));
            return null;
        }
        if (frame.has(Frame.UPGRADE)) {
            sendBack(id, ErrorCode.UNSUPPORTED, "A call cannot ask for message mode");
            return null;
        }
        try {
            return begin(frame, CallHead.read(head), lane);
        } catch (ProtocolException e) {
            sendBack(id, e.code(), e.getMessage());
            return null;
        }
    }

    private WorkerCall begin(Frame frame, CallHead head, Lane lane) throws ProtocolException {
        Optional<WorkerStream> parent = connection.request(head.parent());
        if (parent.isEmpty() && head.parent() != 0) {
            throw new ProtocolException(ErrorCode.CANCELLED, PARENT_IS_OVER);
        }
        WorkerCall call = new WorkerCall(this, frame, head, parent, lane);
        open.put(call.id(), call);
        if (call.isOrphan() || connection.isClosed()) {
            // Ended since it was found, by one who may not have seen the call.
            call.cancel(ErrorCode.CANCELLED, PARENT_IS_OVER);
        }
        return call;
    }

    private void sendBack(int stream, ErrorCode code, String reason) throws ProtocolException {
        connection.reply(FrameBuffer.of(shared.pool(), Frame.CANCEL, stream, code.code(), reason));
    }

    /** Null when there is no such call now. */
    WorkerCall find(int id) {
        return open.get(id);
    }

    /** Ids wrap, so they are compared by their distance. */
    boolean wasOpened(int id) {
        return newest != 0 && newest - id >= 0;
    }

    boolean anyIsFull() {
        return !open.isEmpty() && open.values().stream().anyMatch(WorkerCall::isFull);
    }

    void endThoseOf(WorkerStream parent) {
        if (!open.isEmpty()) {
            open.values().stream()
                    .filter(call -> call.belongsTo(parent))
                    .forEach(call -> call.cancel(ErrorCode.CANCELLED, PARENT_IS_OVER));
        }
    }

    void loseAll() {
        open.values().forEach(WorkerCall::lost);
    }

    void over(WorkerCall call) {
        open.remove(call.id(), call);
        connection.readOn();
    }
}
