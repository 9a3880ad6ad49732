package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.api.Plugin;
import io.bighammer.tests.frontdoor.plugin.StampingPlugin;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway whose route {@code /} goes through {@code auth}, {@code logger} and {@code moon}, which stamps each answer. */
final class Stamped {
    static final String KEY = "X-API-Key: let-me-in";

    private static final Pattern IN_FORCE = Pattern.compile("Generation (\\d+) is in force");
    private static final Pattern STAMP = Pattern.compile("\r\nX-Stamp: seen\r\n");
    private static final Pattern BUNDLE = Pattern.compile("(?m)^moon\\.jar +\\d+ +(\\d+)\\.0\\.0 +runs$");

    private final Installation bighammer;

    private Stamped(Installation bighammer) {
        this.bighammer = bighammer;
    }

    static Stamped start(Installation bighammer) {
        Stamped stamped = new Stamped(bighammer);
        stamped.writeRoutes("");
        stamped.writeSettings(1);
        stamped.start();
        return stamped;
    }

    /** With a configuration that somebody else writes. */
    static Stamped startAsConfigured(Installation bighammer) {
        Stamped stamped = new Stamped(bighammer);
        stamped.start();
        return stamped;
    }

    private void start() {
        put(1);
        bighammer.start();
    }

    /** @param more routes, each after a comma */
    void writeRoutes(String more) {
        bighammer.write("config/router.json", """
                {"routes": [
                    {"path": "/", "handler": "example", "plugins": ["auth", "logger", "moon"]}%s]}
                """.formatted(more));
    }

    void writeSettings(int edition) {
        bighammer.write("config/plugins.json", """
                {"plugins": [
                    {"name": "auth", "config": {"keys": {"test": "let-me-in"}}},
                    {"name": "moon", "config": {"edition": %d}}]}
                """.formatted(edition));
    }

    Path jar() {
        return bighammer.file("plugins/moon.jar");
    }

    void put(int version) {
        put(version, StampingPlugin.class);
    }

    void put(int version, Class<? extends Plugin> plugin) {
        PluginBundle.of("moon", plugin).version(version).writeTo(jar());
    }

    /** Until a version that was put there, and nothing else of that name, runs. */
    void awaitVersion(int version) {
        Await.until("version " + version + " runs alone", () -> {
            Matcher bundle = BUNDLE.matcher(
                    bighammer.duang("shell", "plugins").succeeded().output());
            return bundle.find() && bundle.group(1).equals(Integer.toString(version)) && !bundle.find();
        });
    }

    int generation() {
        return IN_FORCE.matcher(bighammer.log())
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .reduce(0, (first, second) -> second);
    }

    /** Has it done, and waits until a further generation is in force. */
    void inForce(Runnable change) {
        int before = generation();
        change.run();
        Await.until("generation " + (before + 1) + " is in force", () -> generation() > before);
    }

    Load load(int clients) {
        Load load = Load.begin(bighammer.port(), "/", clients, (id, answer) -> isStampedOnce(answer), KEY);
        Await.until("there is load", () -> load.answered(200) > 100);
        return load;
    }

    static boolean isStampedOnce(Answer answer) {
        return STAMP.matcher(answer.head()).results().count() == 1;
    }

    static void assertNothingLost(Load load) {
        assertEquals(Set.of(), load.wrong());
        assertEquals(Set.of(), load.lost());
        assertEquals(Set.of(200), load.statuses());
        assertTrue(load.answered(200) > 100);
    }
}
