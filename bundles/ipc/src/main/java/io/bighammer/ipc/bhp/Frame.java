package io.bighammer.ipc.bhp;

import java.nio.ByteBuffer;

/**
 * The head of a frame of BHP/1: sixteen bytes, big-endian, before its payload.
 *
 * @param stream 0 is the connection; odd ones are opened by the gateway, even ones by the worker
 * @param length of the payload in bytes
 * @param arg what the type makes of it: for REQ and RESP the length of the JSON head at the front of the payload
 */
public record Frame(int type, int flags, int stream, int length, int arg) {
    public static final int HEADER_SIZE = 16;
    /** High nibble: BigHammer; low nibble: version 1. */
    public static final byte MAGIC = (byte) 0xB1;

    public static final int VERSION = 1;
    public static final byte CODEC_JSON = 0;

    /** The longest payload that either side may announce. */
    public static final int MAX_LENGTH = 1 << 20;
    /** The longest JSON head, and the longest payload of a frame without a body. */
    public static final int MAX_HEAD = 64 << 10;
    /** How much of a body goes into one frame. */
    public static final int CHUNK = 64 << 10;

    public static final int HELLO = 1;
    public static final int REQ = 2;
    public static final int RESP = 3;
    public static final int DATA = 4;
    public static final int MSG = 5;
    public static final int CANCEL = 6;
    public static final int WINDOW = 7;
    public static final int PING = 8;
    public static final int PONG = 9;
    public static final int DRAIN = 10;
    public static final int EVENT = 11;

    /** The sender has nothing more to say on this stream. */
    public static final int END = 0x01;
    /** MSG: the message is text, not bytes. */
    public static final int TEXT = 0x02;
    /** MSG: the message goes on in the next frame of the stream. */
    public static final int MORE = 0x04;
    /** REQ asks for message mode, RESP grants it. */
    public static final int UPGRADE = 0x08;
    /** No answer is expected. */
    public static final int ONEWAY = 0x10;
    /** REQ: may be sent a second time. */
    public static final int IDEMPOTENT = 0x20;
    /** A receiver that does not know the type skips the frame. */
    public static final int OPTIONAL = 0x40;

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public boolean isKnown() {
        return type >= HELLO && type <= EVENT;
    }

    /** Whether the payload, or what follows its head, is a body that may be handed on piece by piece. */
    public boolean hasBody() {
        return type == REQ || type == RESP || type == DATA || type == MSG;
    }

    /** Bytes at the front of the payload that are read as a whole. */
    int headLength() {
        if (!hasBody()) {
            return length;
        }
        return type == REQ || type == RESP ? arg : 0;
    }

    public void putTo(ByteBuffer target, int index) {
        target.put(index, MAGIC)
                .put(index + 1, (byte) type)
                .put(index + 2, (byte) flags)
                .put(index + 3, CODEC_JSON)
                .putInt(index + 4, stream)
                .putInt(index + 8, length)
                .putInt(index + 12, arg);
    }
}
