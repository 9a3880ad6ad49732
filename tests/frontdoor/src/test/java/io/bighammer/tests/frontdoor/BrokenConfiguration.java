package io.bighammer.tests.frontdoor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A slip in one file of a configuration, and what is said of it. In the golden file it looks like a patch: {@code #} what it is, {@code @}
 * the file, {@code -} what stands there
 * (without it, all), {@code +} what stands there instead, {@code !} each message.
 */
record BrokenConfiguration(String title, String file, String before, String after, List<String> messages) {

    static List<BrokenConfiguration> read(Path golden) {
        try {
            List<BrokenConfiguration> all = new ArrayList<>();
            for (String block : Files.readString(golden).split("\n\n")) {
                all.add(of(block.lines().toList()));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path golden, List<BrokenConfiguration> all) {
        try {
            Files.writeString(
                    golden, all.stream().map(BrokenConfiguration::toString).collect(Collectors.joining("\n\n")) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BrokenConfiguration of(List<String> block) {
        return new BrokenConfiguration(
                String.join("\n", lines(block, "# ")),
                String.join("\n", lines(block, "@ ")),
                String.join("\n", lines(block, "- ")),
                String.join("\n", lines(block, "+ ")),
                lines(block, "! "));
    }

    private static List<String> lines(List<String> block, String mark) {
        return block.stream()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .toList();
    }

    /** @param good the file without the slip */
    String in(String good) {
        if (before.isEmpty()) {
            return after;
        }
        int at = good.indexOf(before);
        if (at < 0 || at != good.lastIndexOf(before)) {
            throw new AssertionError(title + ": this does not stand in " + file + " once: " + before);
        }
        return good.replace(before, after);
    }

    BrokenConfiguration saying(List<String> said) {
        return new BrokenConfiguration(title, file, before, after, said);
    }

    @Override
    public String toString() {
        List<String> block = new ArrayList<>(List.of("# " + title, "@ " + file));
        before.lines().forEach(line -> block.add("- " + line));
        after.lines().forEach(line -> block.add("+ " + line));
        messages.forEach(line -> block.add("! " + line));
        return String.join("\n", block);
    }
}
