package io.bighammer.core.life;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file with a process id and a line break, nothing else; never seen half written. */
final class PidFile {
    private static final Logger log = LoggerFactory.getLogger(PidFile.class);

    private PidFile() {}

    static void write(Path file, long pid) throws IOException {
        Files.createDirectories(file.getParent());
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, pid + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("The pid file {} could not be removed", file, e);
        }
    }
}
