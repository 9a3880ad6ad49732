package io.bighammer.ipc.clients;

import java.nio.ByteBuffer;

/** What is spoken on a client's connection. Bytes are brought by one thread at a time, all else comes from any. */
interface Talk {

    /**
     * Takes of these bytes as many as it will take now.
     *
     * @return whether it takes more; otherwise it says {@link ClientConnection#resume} when it does again, perhaps before this returns
     */
    boolean read(ByteBuffer bytes);

    /** The client has shut its side, and has been heard to the end. */
    void ended();

    /** The connection is closed. */
    void closed(Throwable cause);

    /** Whether a request is under way. */
    boolean isBusy();

    /** Whether it is for the client to send or to take something before anything can go on. */
    boolean awaitsClient();

    /** The door closes: nothing new is to begin. */
    void drain();

    /** Bytes to read at once. */
    int inputSize();
}
