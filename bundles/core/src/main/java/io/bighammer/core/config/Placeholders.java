package io.bighammer.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code ${env:NAME}} and {@code ${file:path}} in texts; {@code $${} stands for a plain {@code ${}. */
final class Placeholders {

    private static final Pattern PATTERN = Pattern.compile("\\$\\$\\{|\\$\\{(\\w+):([^}]*)}");

    private final Home home;
    private final Function<String, Optional<String>> environment;
    private final Findings findings;
    private final Set<Place> places = new HashSet<>();

    Placeholders(Home home, Function<String, Optional<String>> environment, Findings findings) {
        this.home = home;
        this.environment = environment;
        this.findings = findings;
    }

    /** For text that has none; there is nothing to fill them with. */
    static Placeholders none(Findings findings) {
        return new Placeholders(Home.of(Path.of("")), name -> Optional.empty(), findings);
    }

    Value fill(Place place, String text) {
        if (!text.contains("${")) {
            return new Value.Text(place, text, false);
        }
        try {
            return filled(place, text);
        } catch (IllegalArgumentException e) {
            findings.error(place, e.getMessage());
            return new Value.Unfilled(place);
        }
    }

    /** Where something has been filled in by now. */
    Filled filled() {
        return new Filled(places);
    }

    private Value filled(Place place, String text) {
        Matcher matcher = PATTERN.matcher(text);
        StringBuilder filled = new StringBuilder();
        boolean secret = false;
        while (matcher.find()) {
            boolean literal = matcher.group(1) == null;
            String with = literal ? "${" : value(matcher.group(1), matcher.group(2));
            matcher.appendReplacement(filled, Matcher.quoteReplacement(with));
            secret |= !literal;
        }
        if (secret) {
            places.add(place);
        }
        return new Value.Text(place, matcher.appendTail(filled).toString(), secret);
    }

    private String value(String kind, String name) {
        return switch (kind) {
            case "env" ->
                environment
                        .apply(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the environment variable " + name + " is not set; set it before the start"));
            case "file" -> file(name);
            default ->
                throw new IllegalArgumentException("${" + kind
                        + ":…} is not known; there are ${env:NAME} and ${file:path}, and $${ for a plain ${");
        };
    }

    private String file(String name) {
        Path file;
        try {
            file = home.resolve(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the file " + name + " " + e.getMessage(), e);
        }
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file " + home.shown(file) + " " + FileProblem.of(e) + "; ${file:…} needs it", e);
        }
    }
}
