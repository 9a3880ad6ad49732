package io.bighammer.plugins.logger;

import io.bighammer.api.Default;
import io.bighammer.api.PluginSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * @param format {@code json}, an object on each line, or {@code combined}, as web servers write it
 * @param file where to; a path that begins with {@code /} means the home folder when its first folder exists there, else
 *     the file system
 * @param maxSizeMb how large, in megabytes, the file grows before it is renamed to {@code access.log.1}, and so on
 * @param keep how many renamed files are kept
 */
@PluginSettings
record Settings(
        @Default("json") Format format,
        @Default("/runtime/logs/access.log") String file,
        @Default("50") int maxSizeMb,
        @Default("5") int keep) {

    enum Format {
        JSON,
        COMBINED
    }

    Settings {
        if (maxSizeMb < 1) {
            throw new IllegalArgumentException("\"max_size_mb\": " + maxSizeMb + " is no size: give it 1 or more");
        }
        if (keep < 0) {
            throw new IllegalArgumentException("\"keep\": " + keep + " is less than none: give it 0 or more");
        }
    }

    /** The file's place on this machine. */
    Path path(Path home) {
        Path given;
        try {
            given = Path.of(file);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"file\": \"" + file + "\" is no path: " + e.getReason());
        }
        if (given.getNameCount() == 0 || given.getFileName().toString().isEmpty()) {
            throw new IllegalArgumentException("\"file\": \"" + file + "\" names no file");
        }
        if (given.isAbsolute() && !Files.isDirectory(home.resolve(given.getName(0)))) {
            return given.normalize();
        }
        Path below = home.resolve(given.subpath(0, given.getNameCount())).normalize();
        if (!below.startsWith(home.normalize())) {
            throw new IllegalArgumentException(
                    "\"file\": \"" + file + "\" leads out of the home folder " + home + ": remove the \"..\"");
        }
        return below;
    }
}
