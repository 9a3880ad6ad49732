package io.bighammer.ipc.clients;

import java.nio.ByteBuffer;

/** The last word is said or being said: what the client still sends is dropped. */
final class Farewell implements Talk {
    private static final int INPUT_SIZE = 4 << 10;

    private final Talk before;
    private final ClientConnection connection;

    Farewell(Talk before, ClientConnection connection) {
        this.before = before;
        this.connection = connection;
    }

    @Override
    public boolean read(ByteBuffer bytes) {
        bytes.position(bytes.limit());
        return true;
    }

    @Override
    public void ended() {
        connection.close();
    }

    @Override
    public void closed(Throwable cause) {
        before.closed(cause);
    }

    @Override
    public boolean isBusy() {
        return true; // for as long as the client may need to read it
    }

    @Override
    public boolean awaitsClient() {
        return false;
    }

    @Override
    public void drain() {
        // It ends anyway.
    }

    @Override
    public int inputSize() {
        return INPUT_SIZE;
    }
}
