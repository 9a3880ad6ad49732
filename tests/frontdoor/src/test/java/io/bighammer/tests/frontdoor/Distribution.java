package io.bighammer.tests.frontdoor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The tar.gz, unpacked once for all tests; and folders beside it that are deleted when the tests end. */
final class Distribution {
    private static final Path ROOT = root();
    private static Path unpacked;

    private Distribution() {}

    /** What came out of the tar.gz; not to be changed. */
    static synchronized Path unpacked() {
        if (unpacked == null) {
            unpacked = unpack();
        }
        return unpacked;
    }

    /** @return a new, empty folder with a short path: a Unix socket's name has at most 107 bytes */
    static Path newFolder(String prefix) {
        try {
            return Files.createTempDirectory(ROOT, prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            Path root = Files.createTempDirectory("bh").toRealPath();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack() {
        Path tar = Path.of(System.getProperty("distribution", "distribution is not set"))
                .normalize();
        if (!Files.isReadable(tar)) {
            throw new AssertionError("There is no " + tar + ". Build it: mvn -pl distribution -am package");
        }
        requirePhp();
        Path folder = newFolder("tar");
        Shell.in(folder)
                .run(List.of("tar", "-xzf", tar.toString(), "--strip-components=1"))
                .succeeded();
        return folder;
    }

    private static void requirePhp() {
        if (Shell.in(ROOT).run(List.of("bash", "-c", "command -v php")).code() != 0) {
            throw new AssertionError(
                    "php is missing from PATH. These tests run real PHP services: install php-cli, or call"
                            + " ./duang.sh test, which installs it.");
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The tests leave " + folder + " behind", e);
        }
    }
}
