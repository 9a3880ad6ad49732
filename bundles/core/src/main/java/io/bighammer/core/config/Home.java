package io.bighammer.core.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The folder of the gateway, and what a path in a configuration file means there.
 *
 * @param folder absolute
 * @param config the folder that {@code /config} stands for; absolute
 */
public record Home(Path folder, Path config) {

    private static final String CONFIG = "config";

    /** Home's own folders, even while they are missing: runtime may be deleted whenever the gateway is stopped. */
    private static final Set<String> OWN_FOLDERS = Set.of(CONFIG, "plugins", "runtime");

    public Home {
        folder = folder.toAbsolutePath().normalize();
        config = config.toAbsolutePath().normalize();
    }

    public static Home of(Path folder) {
        return new Home(folder, folder.resolve(CONFIG));
    }

    /**
     * A path that begins with {@code /} means the home folder when its first folder exists there, else the file system.
     * Any other is relative to home.
     *
     * @throws IllegalArgumentException when it leads out of home by {@code ..}, or cannot be a path
     */
    public Path resolve(String path) {
        Path given = path(path);
        if (given.getNameCount() == 0) {
            throw new IllegalArgumentException("names no file");
        }
        if (given.isAbsolute() && !isOwn(given.getName(0))) {
            return given.normalize();
        }
        Path below = given.subpath(0, given.getNameCount()).normalize();
        if (below.startsWith("..")) {
            throw new IllegalArgumentException("leads out of the home folder by \"..\"; give the whole path instead");
        }
        boolean inConfig = below.startsWith(CONFIG) && below.getNameCount() > 1;
        return inConfig ? config.resolve(below.subpath(1, below.getNameCount())) : folder.resolve(below);
    }

    /** How messages name a file: relative to home where it lies there. */
    public String shown(Path file) {
        Path shown = file.startsWith(folder) ? folder.relativize(file) : file;
        return shown.toString().replace('\\', '/');
    }

    private boolean isOwn(Path first) {
        return OWN_FOLDERS.contains(first.toString()) || Files.exists(folder.resolve(first));
    }

    private static Path path(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "cannot be a path here: " + e.getReason() + "; for letters beyond ASCII set LC_ALL=C.UTF-8", e);
        }
    }
}
