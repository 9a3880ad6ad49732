package io.bighammer.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {

    @TempDir
    Path folder;

    @BeforeEach
    void makeAFolder() throws Exception {
        Files.createDirectory(folder.resolve("Develop"));
    }

    @ParameterizedTest
    @CsvSource({
        "/Develop/a.php, ~/Develop/a.php",
        "/Develop, ~/Develop",
        "/runtime/x.pid, ~/runtime/x.pid",
        "/config/a.json, ~/config/a.json",
        "/no-such-folder/a, /no-such-folder/a",
        "/no-such-folder/b/../a, /no-such-folder/a",
        "Develop/a.php, ~/Develop/a.php",
        "./a/../b, ~/b",
        "/Develop/../config/x, ~/config/x",
        "中文/路径, ~/中文/路径",
    })
    void aPathMeansHomeWhenItsFirstFolderIsThere(String path, String expected) {
        assertEquals(expected, Home.of(folder).resolve(path).toString().replace(folder.toString(), "~"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../../b", "/Develop/../../etc/passwd", "/../a", "/", "a\0b"})
    void whatLeadsOutOfHomeOrIsNoPathIsRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> Home.of(folder).resolve(path));
    }

    @Test
    void anotherFolderCanStandForConfig(@TempDir Path other) {
        Home home = new Home(folder, other);

        assertEquals(other.resolve("router.json"), home.resolve("/config/router.json"));
        assertEquals(folder.resolve("Develop/a.php"), home.resolve("/Develop/a.php"));
    }

    @Test
    void aFileIsShownRelativeToHome() {
        Home home = Home.of(folder);

        assertEquals("config/router.json", home.shown(folder.resolve("config/router.json")));
        assertEquals("/etc/router.json", home.shown(Path.of("/etc/router.json")));
    }
}
