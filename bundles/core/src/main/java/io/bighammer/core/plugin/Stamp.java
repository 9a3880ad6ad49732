package io.bighammer.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells that a file is another: its size and time, as FileInstall does it. */
record Stamp(long size, long modified) {

    static Stamp of(Path file) throws IOException {
        return new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    }
}
