package io.bighammer.admin;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A snapshot for people: a line for the process, then a block for each section, then what to look at. */
final class StatusText {
    private static final String STEP = "  ";
    /** Values under such a name are shown in megabytes. */
    private static final String BYTES = "_bytes";
    /** Too long for people; where something is wrong, its end stands in the complaint. */
    private static final String JOURNAL = "journal";

    private final StringBuilder out = new StringBuilder();

    private StatusText() {}

    /** @param sections those of the snapshot, as JSON */
    static String of(Snapshot snapshot, JsonNode sections) {
        StatusText text = new StatusText();
        text.head(snapshot);
        for (Map.Entry<String, JsonNode> section : sections.properties()) {
            text.line("", "");
            text.line("", printable(section.getKey()));
            text.block(section.getValue(), STEP);
        }
        text.toLookAt(snapshot.toLookAt());
        return text.out.toString();
    }

    /** @param rows objects; what is not a simple value follows its row */
    static String table(List<JsonNode> rows) {
        StatusText text = new StatusText();
        text.table(rows, "");
        return text.out.toString().stripTrailing();
    }

    private void head(Snapshot snapshot) {
        String state = snapshot.state().name().toLowerCase(Locale.ROOT);
        Duration up = Duration.between(snapshot.since(), snapshot.time());
        line("", "BigHammer " + snapshot.version() + " " + state + ", pid " + snapshot.pid() + ", up " + time(up));
    }

    private void toLookAt(List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        line("", "");
        line("", "to look at");
        for (String sentence : sentences) {
            String lead = "- ";
            for (String line : sentence.lines().toList()) {
                line(STEP, lead + printable(line));
                lead = STEP;
            }
        }
    }

    private void block(JsonNode node, String indent) {
        if (node.isValueNode()) {
            line(indent, cell(node));
        } else if (node.isEmpty()) {
            line(indent, "none");
        } else if (node.isObject()) {
            fields(node, indent);
        } else if (node.values().stream().allMatch(JsonNode::isObject)) {
            table(List.copyOf(node.values()), indent);
        } else {
            node.values().forEach(item -> block(item, indent));
        }
    }

    /** A line for each simple value, then a block for each other. */
    private void fields(JsonNode object, String indent) {
        List<String> names = cells(object);
        int width = width(names.stream().map(StatusText::title).toList());
        names.forEach(name -> line(indent, padded(title(name), width) + cell(name, object)));
        nested(object, indent);
    }

    private void nested(JsonNode object, String indent) {
        object.properties().stream()
                .filter(field -> !field.getKey().equals(JOURNAL))
                .filter(field ->
                        !field.getValue().isValueNode() && !field.getValue().isEmpty())
                .forEach(field -> {
                    line(indent, printable(field.getKey()));
                    block(field.getValue(), indent + STEP);
                });
    }

    /** A line of names, a line for each object with its simple values, and below it a block for each other. */
    private void table(List<JsonNode> rows, String indent) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(cells(row)));
        StringBuilder head = new StringBuilder();
        List<StringBuilder> lines =
                rows.stream().map(row -> new StringBuilder()).toList();
        for (String name : names) {
            List<String> column = rows.stream().map(row -> cell(name, row)).toList();
            int width = Math.max(width(column), width(List.of(title(name))));
            head.append(padded(title(name), width));
            for (int row = 0; row < column.size(); row++) {
                lines.get(row).append(padded(column.get(row), width));
            }
        }
        line(indent, head.toString());
        for (int row = 0; row < rows.size(); row++) {
            line(indent, lines.get(row).toString());
            nested(rows.get(row), indent + STEP);
        }
    }

    /** The names of an object's simple values. */
    private static List<String> cells(JsonNode object) {
        return object.properties().stream()
                .filter(field -> field.getValue().isValueNode())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String title(String name) {
        return printable(name.endsWith(BYTES) ? name.substring(0, name.length() - BYTES.length()) : name);
    }

    private static String cell(String name, JsonNode object) {
        JsonNode value = object.path(name);
        return name.endsWith(BYTES) && value.isIntegralNumber() ? (value.longValue() >> 20) + " MB" : cell(value);
    }

    private static String cell(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue() ? "yes" : "no";
        }
        String text = node.isNull() || node.isMissingNode() ? "" : printable(node.asString());
        return text.isEmpty() ? "-" : text;
    }

    private void line(String indent, String text) {
        out.append((indent + text).stripTrailing()).append('\n');
    }

    /** What a client or a worker could have put into a value must not move the cursor of a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0) + 2;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Its two largest units. */
    private static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        if (seconds < 86400) {
            return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
        }
        return seconds / 86400 + " d " + seconds / 3600 % 24 + " h";
    }
}
