package io.bighammer.tests.frontdoor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands in a folder, with the Java that runs the tests, and without what the user's environment says of BigHammer. */
final class Shell {
    private static final List<String> SETTINGS = List.of(
            "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "BIGHAMMER_HEAP", "BIGHAMMER_START_TIMEOUT", "BIGHAMMER_STOP_TIMEOUT");
    private static final int LIMIT_SECONDS = 120;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    private Shell(Path folder) {
        this.folder = folder;
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("NO_COLOR", "1");
    }

    static Shell in(Path folder) {
        return new Shell(folder);
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Waits for the command's end, not for that of what it leaves in the background. */
    Ended run(List<String> command) {
        return begin(command).await();
    }

    Running begin(List<String> command) {
        try {
            Path output = Files.createTempFile("run", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeAll(SETTINGS);
            builder.environment().putAll(environment);
            return new Running(String.join(" ", command), builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Running(String command, Process process, Path output) {
        Ended await() {
            return await(LIMIT_SECONDS);
        }

        Ended await(int limitSeconds) {
            try {
                if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            command + " has not ended after " + limitSeconds + " s:\n" + Files.readString(output));
                }
                Ended ended = new Ended(command, process.exitValue(), Files.readString(output));
                Files.delete(output);
                return ended;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                throw new AssertionError(command + " took too long for the test", e);
            }
        }
    }

    record Ended(String command, int code, String output) {
        Ended succeeded() {
            return endedWith(0);
        }

        Ended endedWith(int expected) {
            if (code != expected) {
                throw new AssertionError(command + " ended with " + code + ", not " + expected + ":\n" + output);
            }
            return this;
        }

        Ended says(String... texts) {
            for (String text : texts) {
                if (!output.contains(text)) {
                    throw new AssertionError(command + " does not say \"" + text + "\":\n" + output);
                }
            }
            return this;
        }
    }
}
