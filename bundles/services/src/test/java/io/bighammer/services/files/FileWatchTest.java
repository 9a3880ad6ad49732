package io.bighammer.services.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final FileWatch watch = new FileWatch((service, files) -> changes.add(service + " "
            + files.stream().map(file -> file.getFileName().toString()).toList()));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void begin() throws Exception {
        file = Files.writeString(folder.resolve("shop.php"), "one");
        watch.only("shop", List.of(file));
        watched(1);
    }

    @AfterEach
    void end() {
        watch.close();
    }

    @Test
    void aChangeIsToldOnceHoweverManyWritesItTook() throws Exception {
        for (int i = 0; i < 20; i++) {
            Files.writeString(file, "two " + i);
        }
        assertEquals("shop [shop.php]", next());
        nothingMore();
    }

    @Test
    void anEditorThatRenamesANewFileIsNoticed() throws Exception {
        rename("two");
        assertEquals("shop [shop.php]", next());
        rename("three");
        assertEquals("shop [shop.php]", next());
    }

    @Test
    void theSameContentIsNoChange() throws Exception {
        rename("one");
        Files.writeString(folder.resolve("log.txt"), "beside it");
        nothingMore();
    }

    @Test
    void aFileThatGoesAndOneThatComesAreChanges() throws Exception {
        Files.delete(file);
        assertEquals("shop [shop.php]", next());
        Files.writeString(file, "back");
        assertEquals("shop [shop.php]", next());
    }

    @Test
    void aFolderThatIsReplacedByAnotherIsNoticed() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("lib"));
        Path library = Files.writeString(inner.resolve("a.php"), "one");
        watch.also("shop", List.of(library));
        watched(2);
        Files.move(inner, folder.resolve("old"));
        Files.createDirectory(inner);
        Files.writeString(library, "two");
        untilTold("a.php");
        changes.clear();
        Files.writeString(library, "three");
        untilTold("a.php");
    }

    @Test
    void onlyTheServicesThatUseAFileAreTold() throws Exception {
        Path shared = Files.writeString(folder.resolve("shared.php"), "one");
        watch.also("shop", List.of(shared));
        watch.only("stock", List.of(shared));
        watched(2);
        Files.writeString(file, "two");
        assertEquals("shop [shop.php]", next());
        Files.writeString(shared, "two");
        List<String> both = List.of(next(), next());
        assertEquals(
                List.of("shop [shared.php]", "stock [shared.php]"),
                both.stream().sorted().toList());
        watch.forget("stock");
        watch.only("shop", List.of(file));
        watched(1);
        Files.writeString(shared, "three");
        nothingMore();
    }

    @Test
    void afterAFailedStartWhatItComplainedOfAndItsNeighboursCount() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path broken = Files.writeString(other.resolve("broken.php"), "broken");
        watch.afterFailure("shop", List.of(file), "PHP Parse error: x in " + broken + " on line 3");
        watched(2);
        Files.writeString(broken, "mended");
        assertEquals("shop [broken.php]", next());
        Files.writeString(folder.resolve("missing.php"), "there it is");
        next();
        watch.only("shop", List.of(file));
        watched(1);
        changes.clear();
        Files.writeString(folder.resolve("third.php"), "nobody's");
        nothingMore();
    }

    private void rename(String content) throws IOException {
        Path saved = Files.writeString(folder.resolve(".shop.php.swp"), content);
        Files.move(saved, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String next() throws InterruptedException {
        return changes.poll(20, TimeUnit.SECONDS);
    }

    private void untilTold(String name) throws InterruptedException {
        String told = next();
        while (!told.contains(name)) {
            told = next();
        }
    }

    private void nothingMore() throws InterruptedException {
        assertNull(changes.poll(700, TimeUnit.MILLISECONDS));
    }

    private void watched(int count) throws InterruptedException {
        while (watch.count("shop") != count) {
            Thread.sleep(5);
        }
    }
}
