package io.bighammer.tests.osgi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What ships: the tar.gz that the module distribution has made, unpacked into a folder that goes when the tests end. */
record Distribution(Path home) {

    /** A jar of {@code lib}; level 0 is the launcher's class path. */
    record Shipped(Path jar, int startLevel) {}

    static Distribution unpack() {
        try {
            Path home = Files.createTempDirectory("bighammer-osgi");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
            run("tar", "-xzf", archive().toString(), "-C", home.toString(), "--strip-components=1");
            return new Distribution(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Shipped> libraries() {
        List<Shipped> all = new ArrayList<>();
        for (Path folder : list(home.resolve("lib"))) {
            int startLevel = Character.digit(folder.getFileName().toString().charAt(0), 10);
            list(folder).forEach(jar -> all.add(new Shipped(jar, startLevel)));
        }
        return all;
    }

    List<Path> plugins() {
        return list(home.resolve("plugins")).stream()
                .filter(file -> file.toString().endsWith(".jar"))
                .toList();
    }

    private static Path archive() {
        Path archive = Path.of(System.getProperty("distribution", "distribution is not set"))
                .normalize();
        if (!Files.isReadable(archive)) {
            throw new IllegalStateException("There is no " + archive + ". Build it: mvn -pl distribution -am package");
        }
        return archive;
    }

    private static void run(String... command) throws IOException {
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IOException(String.join(" ", command) + " ended with code " + code);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
