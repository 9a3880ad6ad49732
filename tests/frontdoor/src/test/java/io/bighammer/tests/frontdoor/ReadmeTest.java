package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does what the READMEs say, in the order in which they say it. */
final class ReadmeTest {
    private static final String ENGLISH = "README.md";
    private static final String CHINESE = "README.zh-CN.md";
    private static final int MOST_LINES = 200;

    @Test
    void whatTheReadmeShowsHappens() throws IOException {
        Path home = Files.createDirectory(Distribution.newFolder("r").resolve("bighammer"));
        try (Installation bighammer = Installation.unpackedInto(home)) {
            // The plugin's build finds what the build around this test has downloaded.
            bighammer.set("MAVEN_OPTS", "-Dmaven.repo.local=" + System.getProperty("localRepository"));
            for (Readme.Block block : page(ENGLISH).code()) {
                follow(bighammer, block);
            }
        }
    }

    private static void follow(Installation bighammer, Readme.Block block) throws IOException {
        if (block.file().isPresent()) {
            Path file = bighammer.file(block.file().get());
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.text());
            return;
        }
        switch (block.language()) {
            case "sh" -> bighammer.bash("set -e\n" + block.text()).succeeded();
            case "console" -> Transcript.of(block.lines()).steps().forEach(step -> take(bighammer, step));
            default ->
                throw new AssertionError("Line " + block.line() + ": a block of " + block.language()
                        + " needs a line before it that ends with `FILE`:");
        }
    }

    /** A change is in force a moment after it was saved, so an answer may come at the second try. */
    private static void take(Installation bighammer, Transcript.Step step) {
        AtomicReference<Shell.Ended> last = new AtomicReference<>();
        try {
            if (step.command().startsWith("curl ")) {
                String silent = step.command().replace("curl ", "curl -sS ").replace(":8080", ":" + bighammer.port());
                Await.until("it answers as shown", () -> {
                    last.set(bighammer.bash(silent).succeeded());
                    return step.isShownBy(last.get().output());
                });
            } else {
                last.set(bighammer.bash(step.command()).succeeded());
                assertTrue(step.isShownBy(last.get().output()), "it prints something else");
            }
        } catch (AssertionError e) {
            throw new AssertionError(step + ": " + e.getMessage() + "\n" + last.get() + "\n" + bighammer.log(), e);
        }
    }

    @Test
    void bothLanguagesShowTheSame() {
        assertEquals(contents(ENGLISH), contents(CHINESE));
    }

    private static List<String> contents(String name) {
        return page(name).code().stream().map(Readme.Block::content).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void aReadmeIsShort(String name) {
        assertTrue(page(name).lines().size() <= MOST_LINES, () -> name + " has more than " + MOST_LINES + " lines");
    }

    private static Readme page(String name) {
        return Readme.of(Distribution.unpacked().resolve(name));
    }
}
