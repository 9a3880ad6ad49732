package io.bighammer.plugins.logger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.api.Attribute;
import io.bighammer.api.Outcome;
import io.bighammer.plugins.logger.Entry.Visit;
import io.bighammer.testing.TestConfig;
import io.bighammer.testing.TestContext;
import io.bighammer.testing.TestRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggerPluginTest {
    private static final Outcome OK = new Outcome(200, 0, 10, Duration.ofMillis(1), false);

    @TempDir
    Path folder;

    @Test
    void aLineIsWrittenWhenTheRequestHasEnded() throws Exception {
        Path file = folder.resolve("logs/access.log");
        LoggerPlugin plugin = plugin(file);
        awaitIdleWriter();
        TestContext context = request();
        plugin.handleRequest(context);
        context.attribute(Attribute.USER, "alice");
        context.end(OK);
        awaitLines(file, 1);

        assertTrue(Files.readString(file).startsWith("192.0.2.1 - alice ["));
        plugin.close();
    }

    @Test
    void closeWritesWhatIsQueuedAndEndsTheThread() throws Exception {
        Path file = folder.resolve("access.log");
        LoggerPlugin plugin = plugin(file);
        for (int i = 0; i < 1000; i++) {
            TestContext context = request();
            plugin.handleRequest(context);
            context.end(OK);
        }
        plugin.close();

        assertEquals(1000, Files.readAllLines(file).size());
    }

    @Test
    void aFileThatNobodyCanWriteIsRefusedByName() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "").resolve("access.log");

        String message = assertThrows(IOException.class, () -> plugin(file)).getMessage();
        assertTrue(message.contains(file.toString()), message);
    }

    @Test
    void aLargeFileIsRenamedAndOldOnesGo() throws Exception {
        Path path = folder.resolve("access.log");
        LogFile file = new LogFile(path, 10, 2);
        for (String text : List.of("first", "second", "third", "fourth")) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            lines.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
            file.append(lines);
        }

        assertEquals("fourth\n", Files.readString(path));
        assertEquals("third\n", Files.readString(folder.resolve("access.log.1")));
        assertEquals("second\n", Files.readString(folder.resolve("access.log.2")));
        assertFalse(Files.exists(folder.resolve("access.log.3")));
    }

    @Test
    void whatDoesNotFitIsDroppedAndNobodyWaits() throws Exception {
        Path path = folder.resolve("access.log");
        LogWriter writer = new LogWriter(new LogFile(path, 1L << 30, 1), new CombinedFormat());
        Entry entry = new Entry(Visit.of(TestRequest.get("/"), Instant.EPOCH), Optional.empty(), OK);
        for (int i = 0; i < 20_000; i++) {
            writer.write(entry);
        }
        writer.start().close();

        assertEquals(16_384, Files.readAllLines(path).size());
    }

    @Test
    void aPathMeansHomeWhenItsFirstFolderIsThere() throws Exception {
        Files.createDirectory(folder.resolve("runtime"));

        assertEquals(
                folder.resolve("runtime/logs/access.log"),
                at("/runtime/logs/access.log").path(folder));
        assertEquals(folder.resolve("a.log"), at("a.log").path(folder));
        assertEquals(
                Path.of("/no-such-folder/a.log"), at("/no-such-folder/a.log").path(folder));
        assertThrows(
                IllegalArgumentException.class, () -> at("/runtime/../../a.log").path(folder));
        assertThrows(IllegalArgumentException.class, () -> at("../a.log").path(folder));
        assertThrows(IllegalArgumentException.class, () -> at("/").path(folder));
        assertThrows(IllegalArgumentException.class, () -> at("").path(folder));
    }

    private static Settings at(String file) {
        return new Settings(Settings.Format.JSON, file, 50, 5);
    }

    private static LoggerPlugin plugin(Path file) throws IOException {
        LoggerPlugin plugin = new LoggerPlugin();
        plugin.init(new TestConfig(new Settings(Settings.Format.COMBINED, file.toString(), 50, 5)));
        return plugin;
    }

    private static TestContext request() {
        return new TestContext(TestRequest.get("/"), new TestConfig(at("access.log")));
    }

    private static void awaitIdleWriter() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Thread.getAllStackTraces().keySet().stream()
                .noneMatch(
                        thread -> thread.getName().equals("access-log") && thread.getState() == Thread.State.WAITING)) {
            assertTrue(System.nanoTime() < deadline, "The writer never rests");
            Thread.sleep(5);
        }
    }

    private static void awaitLines(Path file, int count) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Files.readAllLines(file).size() < count) {
            assertTrue(System.nanoTime() < deadline, "No line in " + file);
            Thread.sleep(5);
        }
    }
}
