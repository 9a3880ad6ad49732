package io.bighammer.core.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plugin that ships, and the schema of its settings.
 *
 * @param sources the folder of its source files
 * @param source the file with the record
 */
record PluginSchema(String name, Path sources, Path source) {
    /** Beside the schemas of the configuration files. */
    static final String FOLDER = "plugins";

    private static final Path PLUGINS = Path.of("../plugins");

    static List<PluginSchema> all() {
        try (Stream<Path> plugins = Files.list(PLUGINS)) {
            return plugins.filter(plugin -> Files.exists(plugin.resolve("pom.xml")))
                    .sorted()
                    .map(PluginSchema::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PluginSchema of(Path plugin) {
        Path sources = plugin.resolve("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            Path source = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(PluginSchema::isMarked)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(plugin + " has no record with @PluginSettings"));
            return new PluginSchema(plugin.getFileName().toString(), sources, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMarked(Path source) {
        try {
            return Files.readString(source).contains("@PluginSettings");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String file() {
        return name + ".json";
    }
}
