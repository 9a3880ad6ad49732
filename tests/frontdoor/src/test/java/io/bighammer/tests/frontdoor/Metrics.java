package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /metrics} says at one moment, read by a strict parser of the text format of Prometheus, version 0.0.4. */
final class Metrics {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-z_]+) (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(?:\\{((?:[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)+)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary");
    private static final String BUCKET = "_bucket";

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Map<Map<String, String>, Double>> samples = new LinkedHashMap<>();
    private String family = "";

    static Metrics of(Installation bighammer) {
        HttpResponse<String> page = new Client(bighammer.adminPort()).get("/metrics");
        assertEquals(200, page.statusCode());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                page.headers().firstValue("Content-Type").orElse(""));
        Metrics metrics = new Metrics();
        assertTrue(page.body().endsWith("\n"));
        page.body().lines().forEach(metrics::line);
        metrics.checkBuckets();
        return metrics;
    }

    private void line(String line) {
        Matcher comment = COMMENT.matcher(line);
        if (comment.matches()) {
            if (comment.group(1).equals("TYPE")) {
                begin(comment.group(2), comment.group(3));
            }
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), "neither a comment nor a sample: " + line);
        assertTrue(belongs(sample.group(1)), line + " does not stand below its TYPE");
        Map<String, String> labels = new TreeMap<>();
        LABEL.matcher(sample.group(2) == null ? "" : sample.group(2))
                .results()
                .forEach(label -> assertNull(labels.put(label.group(1), label.group(2)), line));
        Double before = samples.computeIfAbsent(sample.group(1), name -> new LinkedHashMap<>())
                .put(labels, Double.valueOf(sample.group(3)));
        assertNull(before, "twice: " + line);
    }

    private void begin(String name, String type) {
        assertTrue(TYPES.contains(type), type);
        assertTrue(name.startsWith("bighammer_"), name);
        assertEquals(type.equals("counter"), name.endsWith("_total"), name);
        assertNull(types.put(name, type), "two TYPEs of " + name);
        family = name;
    }

    private boolean belongs(String sample) {
        String suffix = sample.startsWith(family) ? sample.substring(family.length()) : "-";
        return switch (types.getOrDefault(family, "")) {
            case "counter", "gauge" -> suffix.isEmpty();
            case "histogram" -> Set.of(BUCKET, "_sum", "_count").contains(suffix);
            case "summary" -> Set.of("_sum", "_count").contains(suffix);
            default -> false;
        };
    }

    private void checkBuckets() {
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                checkBuckets(name);
            }
        });
    }

    /** They grow, and the last one has no bound and holds all. */
    private void checkBuckets(String name) {
        Map<Map<String, String>, List<Double>> bounds = new HashMap<>();
        Map<Map<String, String>, Double> held = new HashMap<>();
        samples.get(name + BUCKET).forEach((labels, count) -> {
            Map<String, String> series = new TreeMap<>(labels);
            String bound = series.remove("le");
            List<Double> before = bounds.computeIfAbsent(series, any -> new ArrayList<>());
            double next = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
            assertTrue(before.isEmpty() || before.get(before.size() - 1) < next, name + labels);
            before.add(next);
            assertTrue(count >= held.getOrDefault(series, 0.0), name + labels);
            held.put(series, count);
        });
        assertEquals(samples.get(name + "_count"), held, name);
        bounds.values().forEach(all -> assertTrue(all.contains(Double.POSITIVE_INFINITY), name));
    }

    /**
     * The sum of the series that have these labels, and perhaps others.
     *
     * @param labels name, value, name, value…
     */
    double sum(String name, String... labels) {
        Map<Map<String, String>, Double> found = samples.get(name);
        assertNotNull(found, "there is no " + name);
        double sum = 0;
        int matching = 0;
        for (Map.Entry<Map<String, String>, Double> series : found.entrySet()) {
            if (has(series.getKey(), labels)) {
                sum += series.getValue();
                matching++;
            }
        }
        assertTrue(matching > 0, () -> "no series of " + name + " has " + List.of(labels) + ": " + found.keySet());
        return sum;
    }

    boolean has(String name, String... labels) {
        return samples.getOrDefault(name, Map.of()).keySet().stream().anyMatch(series -> has(series, labels));
    }

    private static boolean has(Map<String, String> series, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(series.get(labels[i]))) {
                return false;
            }
        }
        return true;
    }

    /** All series there are. */
    Set<String> series() {
        Set<String> all = new TreeSet<>();
        samples.forEach((name, series) -> series.keySet().forEach(labels -> all.add(name + labels)));
        return all;
    }

    /** All names there are, as the manual has them. */
    Set<String> names() {
        return types.keySet();
    }

    String type(String name) {
        return types.get(name);
    }
}
