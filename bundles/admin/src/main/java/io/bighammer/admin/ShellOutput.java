package io.bighammer.admin;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a command prints, up to a limit: one that prints without end must not take the gateway's memory. Safe for many threads. */
final class ShellOutput extends OutputStream {
    static final int MOST = 4 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean cut;

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        int fits = Math.min(length, MOST - kept.size());
        kept.write(bytes, from, fits);
        cut |= fits < length;
    }

    /** The lines since the last time. */
    synchronized List<String> take() {
        List<String> lines =
                new ArrayList<>(kept.toString(StandardCharsets.UTF_8).lines().toList());
        if (cut) {
            lines.add("(The rest is left out: a command can print " + (MOST >> 20) + " MiB.)");
        }
        kept.reset();
        cut = false;
        return lines;
    }
}
