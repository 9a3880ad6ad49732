package io.bighammer.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The jars of {@code lib/<start level>-<what they are>}, in order; those of level 0 are the launcher's own class path. */
record ShippedBundles(List<Shipped> jars) {

    /** A jar that is installed as a bundle with a start level. */
    record Shipped(Path jar, int startLevel) {}

    static ShippedBundles in(Path lib) throws IOException {
        List<Shipped> jars = new ArrayList<>();
        for (Path folder : sorted(lib)) {
            int startLevel = Character.digit(folder.getFileName().toString().charAt(0), 10);
            if (startLevel > 0 && Files.isDirectory(folder)) {
                sorted(folder).forEach(jar -> jars.add(new Shipped(jar, startLevel)));
            }
        }
        return new ShippedBundles(List.copyOf(jars));
    }

    int lastStartLevel() {
        return jars.stream().mapToInt(Shipped::startLevel).max().orElse(1);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
