package io.bighammer.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedBundlesTest {

    @TempDir
    Path lib;

    @Test
    void theFolderGivesTheStartLevelAndLevelZeroIsNoBundle() throws IOException {
        Path launcher = jar("0-launcher/launcher.jar");
        Path last = jar("5-deploy/fileinstall.jar");
        Path second = jar("1-logging/b.jar");
        Path first = jar("1-logging/a.jar");
        jar("archive/java-17.jsa");
        ShippedBundles shipped = ShippedBundles.in(lib);
        assertEquals(
                List.of(
                        new ShippedBundles.Shipped(first, 1),
                        new ShippedBundles.Shipped(second, 1),
                        new ShippedBundles.Shipped(last, 5)),
                shipped.jars(),
                "without " + launcher);
        assertEquals(5, shipped.lastStartLevel());
    }

    private Path jar(String name) throws IOException {
        Path jar = lib.resolve(name);
        Files.createDirectories(jar.getParent());
        return Files.createFile(jar);
    }
}
