package io.bighammer.tests.conformance;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that all paths of the cases begin at. */
final class Checkout {
    private static final Path ROOT = find(Path.of("").toAbsolutePath());

    private Checkout() {}

    static Path root() {
        return ROOT;
    }

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    private static Path find(Path from) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("tests/conformance/cases.json"))) {
                return folder;
            }
        }
        throw new IllegalStateException("There is no tests/conformance/cases.json above " + from);
    }
}
