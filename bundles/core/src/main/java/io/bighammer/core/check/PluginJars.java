package io.bighammer.core.check;

import io.bighammer.core.plugin.PluginException;
import io.bighammer.core.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The plugins in a deploy folder, as the gateway would find them there, without starting them.
 *
 * @param jars by the names of the plugins
 * @param refused why the other jars would be refused, each beginning with the file's name
 */
record PluginJars(Map<String, PluginJar> jars, List<String> refused) {

    Set<String> names() {
        return jars.keySet();
    }

    static PluginJars of(Path folder) throws IOException {
        Map<String, PluginJar> found = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        for (Path file : jars(folder)) {
            try {
                PluginJar jar = PluginJar.read(file);
                PluginJar other = found.putIfAbsent(jar.name(), jar);
                if (other != null) {
                    refused.add(jar.alreadyIn(other.file()));
                }
            } catch (PluginException e) {
                refused.add(e.getMessage());
            }
        }
        return new PluginJars(found, refused);
    }

    private static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(PluginJar::isJar).sorted().toList();
        }
    }
}
