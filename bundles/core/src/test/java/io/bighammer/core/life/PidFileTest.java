package io.bighammer.core.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    @TempDir
    Path temp;

    @Test
    void itHoldsThePidAndALineBreakAndNothingIsLeftBesideIt() throws IOException {
        Path file = temp.resolve("runtime/main.pid");

        PidFile.write(file, 4711);

        assertEquals("4711\n", Files.readString(file));
        try (Stream<Path> beside = Files.list(file.getParent())) {
            assertEquals(List.of(file), beside.toList());
        }
    }

    @Test
    void theFileOfAnEarlierProcessIsReplaced() throws IOException {
        Path file = Files.writeString(temp.resolve("main.pid"), "123456789\nand more");

        PidFile.write(file, 1);

        assertEquals("1\n", Files.readString(file));
    }

    @Test
    void itIsDeletedAndMayBeGoneAlready() throws IOException {
        Path file = temp.resolve("main.pid");
        PidFile.write(file, 1);

        PidFile.delete(file);
        assertFalse(Files.exists(file));
        PidFile.delete(file);
    }
}
