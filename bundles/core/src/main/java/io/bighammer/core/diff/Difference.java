package io.bighammer.core.diff;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.GatewayKeys;
import io.bighammer.core.config.Place;
import io.bighammer.core.config.Shown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what one configuration says and another does not, however it is written; secrets are not shown. Used once. */
public final class Difference {
    private final Configuration running;
    private final Configuration files;
    private final List<String> lines = new ArrayList<>();

    private Difference(Configuration running, Configuration files) {
        this.running = running;
        this.files = files;
    }

    /** A line for each difference, in the order of the files. */
    public static List<String> between(Configuration running, Configuration files) {
        return new Difference(running, files).find();
    }

    private List<String> find() {
        gateway();
        entries(Entry.routes(running), Entry.routes(files));
        entries(Entry.plugins(running), Entry.plugins(files));
        globals();
        entries(Entry.services(running), Entry.services(files));
        return List.copyOf(lines);
    }

    private void gateway() {
        Map<String, Shown> before = GatewayKeys.of(running);
        GatewayKeys.of(files).forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                Place place = files.gatewayPlace(key);
                String restart = GatewayKeys.needsRestart(key) ? " (with ./duang.sh restart)" : "";
                lines.add("~ " + place + ": " + before.get(key).text() + " → " + value.text() + restart);
            }
        });
    }

    private <K> void entries(Map<K, Entry> before, Map<K, Entry> after) {
        before.forEach((key, entry) -> {
            if (!after.containsKey(key)) {
                lines.add("- " + entry.place().file() + ": " + entry.label());
            }
        });
        after.forEach((key, entry) -> {
            if (before.containsKey(key)) {
                keys(before.get(key).keys(), entry);
            } else {
                lines.add("+ " + entry.place().inFile() + ": " + entry.label());
            }
        });
    }

    private void keys(Map<String, Shown> before, Entry after) {
        Set<String> keys = new LinkedHashSet<>(after.keys().keySet());
        keys.addAll(before.keySet());
        for (String key : keys) {
            Shown old = before.getOrDefault(key, Shown.NONE);
            Shown now = after.keys().getOrDefault(key, Shown.NONE);
            if (!old.equals(now)) {
                lines.add("~ " + after.place().inFile() + ": " + after.label() + ": " + key + ": " + old.text() + " → "
                        + now.text());
            }
        }
    }

    /** Their order is that of the entries, so it can differ where no entry does. */
    private void globals() {
        List<String> before = Entry.globals(running);
        List<String> after = Entry.globals(files);
        if (!before.equals(after) && Set.copyOf(before).equals(Set.copyOf(after))) {
            lines.add(
                    "~ " + Entry.plugins(files).get(after.get(0)).place().file() + ": the order of the global plugins: "
                            + String.join(", ", before) + " → " + String.join(", ", after));
        }
    }
}
