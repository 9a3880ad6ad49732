package io.bighammer.core.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A table of keys in the documentation.
 *
 * @param rows by the key
 */
record Manual(Map<String, Row> rows) {
    /** @param words what the key is; empty where its name says it all */
    record Row(String absent, String words) {}

    private static final Path DOCS = Path.of("../../docs");
    private static final Pattern CELL = Pattern.compile("(?<=\\|) (.*?) ?(?=(?<!\\\\)\\|)");
    private static final Pattern KEY = Pattern.compile("`([^`]+)`");

    /** The first table below a heading of the second level. */
    static Manual of(String page, String heading) {
        Map<String, Row> rows = new LinkedHashMap<>();
        List<String> lines = lines(DOCS.resolve(page));
        lines.subList(lines.indexOf("## " + heading), lines.size()).stream()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> addRow(line, rows));
        return new Manual(rows);
    }

    private static void addRow(String line, Map<String, Row> rows) {
        List<String> cells =
                CELL.matcher(line).results().map(cell -> cell.group(1)).toList();
        KEY.matcher(cells.get(0))
                .results()
                .map(key -> key.group(1))
                .forEach(key -> rows.put(key, new Row(cells.get(1).replace("`", ""), plain(cells.get(2)))));
    }

    /** Without the marks that an editor would show as they are. */
    private static String plain(String words) {
        return Pattern.compile("\\[([^]]*)]\\([^)]*\\)")
                .matcher(words)
                .replaceAll("$1")
                .strip();
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
