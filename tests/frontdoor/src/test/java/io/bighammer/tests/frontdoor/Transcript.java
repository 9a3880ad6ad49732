package io.bighammer.tests.frontdoor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A block of commands, each after {@code $ }, with what they print; {@code …} stands for anything, alone in a line for any lines. */
record Transcript(List<Step> steps) {
    private static final String PROMPT = "$ ";
    private static final String ANYTHING = "…";

    /** @param shown empty: what it prints does not matter */
    record Step(String command, List<String> shown) {
        boolean isShownBy(String output) {
            String printed = output.replace("\r", "").stripTrailing() + "\n";
            return shown.isEmpty() || pattern().matcher(printed).matches();
        }

        private Pattern pattern() {
            return Pattern.compile(shown.stream().map(Step::pattern).collect(Collectors.joining()));
        }

        private static String pattern(String line) {
            return line.equals(ANYTHING) ? "(?:.*\n)*?" : Pattern.quote(line).replace(ANYTHING, "\\E.*\\Q") + "\n";
        }
    }

    static Transcript of(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(PROMPT)) {
                steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
            } else {
                steps.get(steps.size() - 1).shown().add(line);
            }
        }
        return new Transcript(List.copyOf(steps));
    }
}
