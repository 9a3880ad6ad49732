package io.bighammer.ipc.stream;

import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.ProtocolException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Retainable;

/** What a frame of a peer belongs to: the answer to a request, or a request of its own. Used by the connection's I/O thread. */
public interface Incoming {

    /** Whether DATA may come. */
    boolean takesData();

    /**
     * A piece of its body.
     *
     * @param last whether nothing follows
     * @param input the buffer that the piece lies in
     */
    void data(ByteBuffer piece, boolean last, Retainable input) throws ProtocolException;

    /** The peer takes so much more of what it is sent. */
    void grant(int credit) throws ProtocolException;

    /** The peer has broken off. */
    void cancelled(ErrorCode code, String reason);

    /** The peer has said all. */
    void end();

    /** Nothing more is there to read at the moment: who waits for it may be told. */
    void announce();
}
