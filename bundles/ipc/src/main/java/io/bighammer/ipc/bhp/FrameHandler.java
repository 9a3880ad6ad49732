package io.bighammer.ipc.bhp;

import java.nio.ByteBuffer;

/** Hears the frames that a {@link FrameReader} reads: begin, any number of pieces of the body, end. */
public interface FrameHandler {

    /** @param head array-backed and good for the length of the call only */
    void begin(Frame frame, ByteBuffer head) throws ProtocolException;

    /**
     * @param piece a slice of the input, good for as long as the input's buffer is
     * @param last whether the frame's body ends with it
     */
    void body(Frame frame, ByteBuffer piece, boolean last) throws ProtocolException;

    void end(Frame frame) throws ProtocolException;
}
