package io.bighammer.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that names the process of the first worker of {@code main}: its pid and a newline. Used by one thread. */
final class PidFile {
    private static final Logger log = LoggerFactory.getLogger(PidFile.class);

    private final Path file;
    private OptionalLong written = OptionalLong.empty();

    PidFile(Path file) {
        this.file = file;
    }

    /** Makes the file tell this; without a pid there is no file. */
    void tell(OptionalLong pid) {
        if (pid.equals(written)) {
            return;
        }
        try {
            if (pid.isPresent()) {
                Files.createDirectories(file.getParent());
                Path next = file.resolveSibling(file.getFileName() + ".new");
                Files.writeString(next, pid.getAsLong() + "\n");
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(file);
            }
            written = pid;
        } catch (IOException failure) {
            log.error("{} (bussinessPid_path in config.json) cannot be written: {}", file, failure.toString());
        }
    }
}
