package io.bighammer.core.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars of the plugin folder that are not used as they are now, each with the reason. For one thread. */
final class RefusedJars {
    private static final Logger log = LoggerFactory.getLogger(RefusedJars.class);

    private final Map<Path, Refused> jars = new TreeMap<>();
    /** What was said of a jar last, so that it is not said at each try. */
    private final Map<Path, String> said = new TreeMap<>();

    /**
     * @param name of the plugin in it, when it was got at
     */
    record Refused(Stamp stamp, Optional<String> name, Cause cause, String reason) {}

    /** Why it was refused, and so when it makes sense to try it again although it has not changed. */
    enum Cause {
        /** Never: the jar is no good. */
        ITSELF,
        /** At each look: another jar has its plugin's name. */
        ANOTHER_JAR,
        /** When the configuration has changed: it does not take its settings. */
        SETTINGS
    }

    void add(Path file, Refused now) {
        jars.put(file, now);
        if (!now.reason.equals(said.put(file, now.reason))) {
            log.error("Plugin refused: {}", now.reason);
        }
    }

    void remove(Path file) {
        jars.remove(file);
    }

    /** It was accepted. */
    void forget(Path file) {
        jars.remove(file);
        said.remove(file);
    }

    void removeGone() {
        jars.keySet().removeIf(file -> !Files.exists(file));
        said.keySet().removeIf(file -> !Files.exists(file));
    }

    /** Whether it would be refused again. */
    boolean isKnown(Path file, Stamp stamp) {
        Refused before = jars.get(file);
        return before != null && before.cause != Cause.ANOTHER_JAR && before.stamp.equals(stamp);
    }

    /** Those that other settings could help. */
    List<Path> forTheirSettings() {
        return jars.entrySet().stream()
                .filter(jar -> jar.getValue().cause == Cause.SETTINGS)
                .map(Map.Entry::getKey)
                .toList();
    }

    Optional<String> reason(Path file) {
        return Optional.ofNullable(jars.get(file)).map(Refused::reason);
    }

    List<String> reasons() {
        return jars.values().stream().map(Refused::reason).toList();
    }

    /** Why a plugin is not there. A jar that cannot be read may be any plugin; most bear its name. */
    Optional<String> reasonOf(String plugin) {
        Stream<Refused> named = jars.values().stream().filter(jar -> jar.name.equals(Optional.of(plugin)));
        Stream<Refused> alike = jars.entrySet().stream()
                .filter(jar -> jar.getKey().getFileName().toString().equals(plugin + ".jar"))
                .map(Map.Entry::getValue);
        return Stream.concat(named, alike).map(Refused::reason).findFirst();
    }
}
