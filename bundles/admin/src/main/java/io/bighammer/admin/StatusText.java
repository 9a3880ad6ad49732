package io.bighammer.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A snapshot for people: a line for the process, then a block for each section, then the complaints. */
final class StatusText {
    private static final String STEP = "  ";

    private final StringBuilder out = new StringBuilder();

    private StatusText() {}

    /** @param sections those of the snapshot, as JSON */
    static String of(Snapshot snapshot, JsonNode sections) {
        StatusText text = new StatusText();
        text.head(snapshot);
        for (Map.Entry<String, JsonNode> section : sections.properties()) {
            text.line("", "");
            text.line("", label(section.getKey()));
            text.block(section.getValue(), STEP);
        }
        text.complaints(snapshot.complaints());
        return text.out.toString();
    }

    private void head(Snapshot snapshot) {
        String state = snapshot.state().name().toLowerCase(Locale.ROOT);
        Duration up = Duration.between(snapshot.since(), snapshot.time());
        line("", "BigHammer " + snapshot.version() + " " + state + ", pid " + snapshot.pid() + ", up " + time(up));
    }

    private void complaints(List<String> complaints) {
        if (complaints.isEmpty()) {
            return;
        }
        line("", "");
        line("", "to look at");
        for (String complaint : complaints) {
            String lead = "- ";
            for (String line : complaint.lines().toList()) {
                line(STEP, lead + printable(line));
                lead = STEP;
            }
        }
    }

    private void block(JsonNode node, String indent) {
        if (isCell(node)) {
            line(indent, cell(node));
        } else if (node.isEmpty()) {
            line(indent, "none");
        } else if (node.isArray()) {
            table(node.values().stream().map(row -> new Row("", row)).toList(), indent);
        } else if (node.values().stream().allMatch(JsonNode::isObject)) {
            table(
                    node.properties().stream()
                            .map(entry -> new Row(label(entry.getKey()), entry.getValue()))
                            .toList(),
                    indent);
        } else {
            fields(node, indent);
        }
    }

    /** A line for each simple value, then a block for each other. */
    private void fields(JsonNode object, String indent) {
        List<Map.Entry<String, JsonNode>> cells = object.properties().stream()
                .filter(field -> isCell(field.getValue()))
                .toList();
        int width = width(cells.stream().map(field -> label(field.getKey())).toList());
        cells.forEach(field -> line(indent, padded(label(field.getKey()), width) + cell(field.getValue())));
        nested(object, indent);
    }

    private void nested(JsonNode object, String indent) {
        object.properties().stream()
                .filter(field -> !isCell(field.getValue()) && !field.getValue().isEmpty())
                .forEach(field -> {
                    line(indent, label(field.getKey()));
                    block(field.getValue(), indent + STEP);
                });
    }

    /** @param name empty in a list */
    private record Row(String name, JsonNode value) {}

    /** A line of names, a line for each object with its simple values, and below it a block for each other. */
    private void table(List<Row> rows, String indent) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.value().properties().stream()
                .filter(field -> isCell(field.getValue()))
                .forEach(field -> columns.add(field.getKey())));
        List<List<String>> lines = new ArrayList<>();
        lines.add(cells("", columns.stream().map(StatusText::label).toList()));
        for (Row row : rows) {
            lines.add(cells(
                    row.name(),
                    columns.stream()
                            .map(column -> cell(row.value().path(column)))
                            .toList()));
        }
        int[] widths = new int[columns.size() + 1];
        for (int column = 0; column < widths.length; column++) {
            int index = column;
            widths[column] = width(lines.stream().map(line -> line.get(index)).toList());
        }
        line(indent, joined(lines.get(0), widths));
        for (int row = 0; row < rows.size(); row++) {
            line(indent, joined(lines.get(row + 1), widths));
            nested(rows.get(row).value(), indent + STEP);
        }
    }

    private static List<String> cells(String name, List<String> values) {
        List<String> cells = new ArrayList<>();
        cells.add(name);
        cells.addAll(values);
        return cells;
    }

    private static String joined(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(padded(cells.get(column), widths[column]));
        }
        return line.toString();
    }

    /** Whether it fits into one cell: a simple value, or a list of them. */
    private static boolean isCell(JsonNode node) {
        return node.isValueNode()
                || node.isArray() && !node.isEmpty() && node.values().stream().allMatch(JsonNode::isValueNode);
    }

    private static String cell(JsonNode node) {
        if (node.isArray()) {
            return String.join(
                    ", ", node.values().stream().map(StatusText::cell).toList());
        }
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

    private static String label(String key) {
        return printable(key).replace('_', ' ');
    }

    private static int width(Collection<String> texts) {
        int longest = texts.stream().mapToInt(String::length).max().orElse(0);
        return longest == 0 ? 0 : longest + 2;
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
