package io.bighammer.services.process;

import java.util.List;
import java.util.regex.Pattern;

/** Reads what a program wrote to stderr before it ended. */
public final class LastWords {
    private static final String PYTHON_TRACE = "Traceback (most recent call last)";
    private static final Pattern PYTHON_PLACE = Pattern.compile("^ +File \".*\", line \\d+");
    private static final Pattern NODE_PLACE = Pattern.compile("\\.[cm]?js:\\d+$");
    private static final Pattern ERROR = Pattern.compile("^\\w*(Error|Exception)\\b");

    private LastWords() {}

    /**
     * What matters of them: the error and its place. PHP says both in its first line, Node the place there and the error below, Python
     * the place and the error in its last lines.
     */
    public static String essence(String lastWords) {
        List<String> lines = lastWords.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "";
        }
        String first = lines.get(0);
        if (lines.stream().anyMatch(line -> line.startsWith(PYTHON_TRACE))) {
            String error = lines.get(lines.size() - 1).strip();
            return lines.stream()
                    .filter(line -> PYTHON_PLACE.matcher(line).find())
                    .reduce((any, last) -> last)
                    .map(place -> error + " (" + place.strip() + ")")
                    .orElse(error);
        }
        return lines.stream()
                .skip(1)
                .filter(line ->
                        NODE_PLACE.matcher(first).find() && ERROR.matcher(line).find())
                .findFirst()
                .map(error -> first + ": " + error)
                .orElse(first);
    }
}
