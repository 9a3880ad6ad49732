package io.bighammer.ipc.workers;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.ProtocolException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Retainable;

/** What a frame of a worker belongs to: the answer to a request, or a call. Used by the connection's I/O thread. */
interface Incoming {

    /** Whether DATA may come. */
    boolean takesData();

    /**
     * A piece of its body.
     *
     * @param last whether nothing follows
     * @param input the buffer that the piece lies in
     */
    void data(ByteBuffer piece, boolean last, Retainable input) throws ProtocolException;

    /** The worker takes so much more of what it is sent. */
    void grant(int credit) throws ProtocolException;

    /** The worker has broken off. */
    void cancelled(ErrorCode code, String reason);

    /** The worker has said all. */
    void end();

    /** Nothing more is there to read at the moment: who waits for it may be told. */
    void announce();
}
