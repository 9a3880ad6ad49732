package io.bighammer.plugins.logger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines that is renamed when it is large. Opened for each batch of lines, so that it may also be renamed or removed
 * from outside; lines of several writers do not mix.
 */
final class LogFile {
    private static final Object ROTATION = new Object();

    private final Path path;
    private final long maxBytes;
    private final int keep;

    /** @throws IOException when nobody could write there; the message names the file */
    LogFile(Path path, long maxBytes, int keep) throws IOException {
        this.path = path;
        this.maxBytes = maxBytes;
        this.keep = keep;
        try {
            Files.createDirectories(path.getParent());
            append(new ByteArrayOutputStream());
        } catch (IOException e) {
            throw new IOException(
                    "\"file\": cannot write to " + path + " (" + e + "): check the folder and its permissions", e);
        }
    }

    Path path() {
        return path;
    }

    void append(ByteArrayOutputStream lines) throws IOException {
        rotate(lines.size());
        Files.write(path, lines.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Instances of the plugin may share a file: one looks and renames at a time. */
    private void rotate(int coming) throws IOException {
        synchronized (ROTATION) {
            if (!Files.exists(path) || Files.size(path) == 0 || Files.size(path) + coming <= maxBytes) {
                return;
            }
            for (int number = keep - 1; number > 0; number--) {
                if (Files.exists(numbered(number))) {
                    Files.move(numbered(number), numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (keep == 0) {
                Files.delete(path);
            } else {
                Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }
}
