package io.bighammer.services.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * What a file held: the content is read again only when its attributes have changed. Not shared.
 */
final class Fingerprint {
    private static final long MISSING = -1;

    private FileTime time = FileTime.fromMillis(0);
    private Object key = "";
    private long size = MISSING;
    private long content = MISSING;

    static Fingerprint of(Path file) {
        Fingerprint print = new Fingerprint();
        print.take(file);
        return print;
    }

    /** Whether the file holds the same bytes; one that is not there holds none. */
    boolean still(Path file) {
        Fingerprint now = new Fingerprint();
        if (now.attributes(file) && sameAttributes(now)) {
            return true;
        }
        now.take(file);
        if (now.size != size || now.content != content) {
            return false;
        }
        time = now.time;
        key = now.key;
        return true;
    }

    private boolean sameAttributes(Fingerprint other) {
        return time.equals(other.time) && size == other.size && Objects.equals(key, other.key);
    }

    private void take(Path file) {
        if (attributes(file)) {
            try {
                CRC32C sum = new CRC32C();
                sum.update(Files.readAllBytes(file));
                content = sum.getValue();
                return;
            } catch (IOException gone) {
                size = MISSING;
            }
        }
        content = MISSING;
    }

    /** False when it is not there. */
    private boolean attributes(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            time = attributes.lastModifiedTime();
            key = attributes.fileKey();
            size = attributes.size();
            return true;
        } catch (IOException missing) {
            size = MISSING;
            return false;
        }
    }
}
