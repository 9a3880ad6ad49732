package io.bighammer.tests.frontdoor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The plugins of an installation as lines of name, version and state: of the folder, and of the framework. */
final class PluginJars {
    private static final Pattern BUNDLE = Pattern.compile("(?m)^(\\S+\\.jar) +\\d+ +(\\S+) +(\\S+)$");

    private PluginJars() {}

    /** What should run. */
    static SortedSet<String> ofFolder(Installation bighammer) {
        try (Stream<Path> files = Files.list(bighammer.file("plugins"))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            SortedSet<String> lines = new TreeSet<>();
            for (Path file : jars) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    lines.add(file.getFileName() + " "
                            + jar.getManifest().getMainAttributes().getValue("Bundle-Version") + " runs");
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What does. A jar that is there twice is two lines. */
    static List<String> running(Installation bighammer) {
        String plugins = bighammer.duang("shell", "plugins").succeeded().output();
        return BUNDLE.matcher(plugins)
                .results()
                .map(bundle -> bundle.group(1) + " " + bundle.group(2) + " " + bundle.group(3))
                .sorted()
                .toList();
    }
}
