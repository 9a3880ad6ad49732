package io.bighammer.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of the jars that were in force last, kept in a file: of two jars with the same plugin the same one has its name after the
 * next start. For one thread.
 */
final class FirstJars {
    private static final Logger log = LoggerFactory.getLogger(FirstJars.class);

    private final Path file;
    private Set<String> names;

    FirstJars(Path file) {
        this.file = file;
        this.names = read(file);
    }

    /** Without the file, which may be deleted with all of runtime, all jars are equal. */
    private static Set<String> read(Path file) {
        try {
            return Set.copyOf(Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException e) {
            log.warn("{} cannot be read: of two jars with one plugin, the first by file name is taken", file, e);
            return Set.of();
        }
    }

    boolean contains(Path jar) {
        return names.contains(jar.getFileName().toString());
    }

    /** These are in force now. */
    void keep(Collection<Path> jars) {
        Set<String> now = jars.stream().map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
        if (now.equals(names)) {
            return;
        }
        names = now;
        try {
            Files.createDirectories(file.getParent());
            Path next = Files.write(file.resolveSibling(file.getFileName() + ".new"), new TreeSet<>(now));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.warn("{} cannot be written: two jars with one plugin may swap places at the next start", file, e);
        }
    }
}
