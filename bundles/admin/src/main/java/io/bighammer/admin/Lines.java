package io.bighammer.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The lines that a client sends. For one thread. */
final class Lines {
    static final int LONGEST = 8192;

    private final Socket client;
    private final byte[] bytes = new byte[LONGEST];
    private int length;

    Lines(Socket client) {
        this.client = client;
    }

    /**
     * The next line; empty when it is too long or does not end. The limits are for the whole line, not for each piece of it.
     *
     * @throws SocketTimeoutException when it has not come in time
     */
    Optional<String> next(Duration patience) throws IOException {
        InputStream in = client.getInputStream();
        long deadline = System.nanoTime() + patience.toNanos();
        int looked = 0;
        while (true) {
            for (; looked < length; looked++) {
                if (bytes[looked] == '\n') {
                    return Optional.of(take(looked));
                }
            }
            if (length == LONGEST) {
                return Optional.empty();
            }
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                throw new SocketTimeoutException();
            }
            client.setSoTimeout((int) millis);
            int read = in.read(bytes, length, LONGEST - length);
            if (read < 0) {
                return Optional.empty();
            }
            length += read;
        }
    }

    /** What has come after its end stays for the next. */
    private String take(int end) {
        String line = new String(bytes, 0, end, StandardCharsets.UTF_8);
        byte[] rest = Arrays.copyOfRange(bytes, end + 1, length);
        System.arraycopy(rest, 0, bytes, 0, rest.length);
        length = rest.length;
        return line;
    }
}
