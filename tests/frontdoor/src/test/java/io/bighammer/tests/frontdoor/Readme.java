package io.bighammer.tests.frontdoor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation as it ships; CONTRIBUTING.md says which of its blocks are run, and how. */
record Readme(Path file, List<String> lines) {
    private static final String FENCE = "```";
    private static final Pattern LABEL = Pattern.compile("`([^`]+)`[:：]$");

    /**
     * @param file the file that the block is the content of
     * @param line where it begins, from 1
     */
    record Block(String language, Optional<String> file, List<String> lines, int line) {
        String text() {
            return String.join("\n", lines) + "\n";
        }

        /** The same in every language: where it stands does not count. */
        String content() {
            return language + file.map(name -> " " + name).orElse("") + "\n" + text();
        }
    }

    static Readme of(Path file) {
        try {
            return new Readme(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
                blocks.add(new Block(
                        line.substring(FENCE.length()), label(before), List.copyOf(lines.subList(i + 1, end)), i + 1));
                i = end;
                before = "";
            } else if (!line.isBlank()) {
                before = line;
            }
        }
        return blocks;
    }

    /** Those that are code; a picture may be translated. */
    List<Block> code() {
        return blocks().stream()
                .filter(block -> !block.language().equals("text"))
                .toList();
    }

    private static Optional<String> label(String line) {
        Matcher label = LABEL.matcher(line);
        return label.find() ? Optional.of(label.group(1)) : Optional.empty();
    }
}
