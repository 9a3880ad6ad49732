package io.bighammer.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * {@code runtime/lock}: held as long as the process lives, so that two gateways cannot share a home. It holds the pid and the time at
 * which that process started, in the unit of {@code /proc/PID/stat}.
 */
final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock, or nothing when another process holds it. */
    static Optional<HomeLock> take(Path home) throws IOException {
        Path file = home.resolve("runtime/lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(
                (ProcessHandle.current().pid() + " " + startTime() + "\n").getBytes(StandardCharsets.UTF_8)));
        return Optional.of(new HomeLock(channel));
    }

    /** The pid that the lock file names. Not for the holder: a process that closes the file in any way gives up its lock. */
    static String holder(Path home) throws IOException {
        return Files.readString(home.resolve("runtime/lock")).split("\\s", 2)[0];
    }

    /** Empties the file first: it stays, because removing it would let two processes lock two files of one name. */
    @Override
    public void close() throws IOException {
        channel.truncate(0);
        channel.close();
    }

    private static String startTime() throws IOException {
        Path stat = Path.of("/proc/self/stat");
        if (!Files.isReadable(stat)) {
            return "-";
        }
        String text = Files.readString(stat);
        // The name of the program, in brackets, may hold spaces; the start time is the 20th field after it.
        return text.substring(text.lastIndexOf(')') + 2).split(" ")[19];
    }
}
