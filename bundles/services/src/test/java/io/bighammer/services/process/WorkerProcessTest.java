package io.bighammer.services.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bighammer.services.process.WorkerProcess.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProcessTest {
    private static final String PATH = System.getenv("PATH");

    @TempDir
    Path folder;

    private Spawner spawner = new Spawner(new Executables(PATH));

    @AfterEach
    void close() {
        spawner.close();
    }

    @Test
    void theLastTwentyLinesOfStderrAreKeptAndMadePrintable() throws Exception {
        WorkerProcess process = sh("i=1; while [ $i -le 25 ]; do printf 'line \\033%s\\n' $i >&2; i=$((i+1)); done");
        assertEquals(0, process.ended().get(5, TimeUnit.SECONDS));
        List<String> lines = process.lastWords().lines().toList();
        assertEquals(20, lines.size());
        assertEquals("line  6", lines.get(0));
        assertEquals("line  25", lines.get(19));
    }

    @Test
    void aLineWithoutEndIsCut() throws Exception {
        WorkerProcess process = sh("head -c 100000 /dev/zero | tr '\\0' 'x' >&2");
        process.ended().get(5, TimeUnit.SECONDS);
        assertTrue(process.lastWords().lines().allMatch(line -> line.length() <= 8192));
        assertEquals(100_000, process.lastWords().replace("\n", "").length());
    }

    @Test
    void aChineseMessageArrivesWhateverTheLocale() throws Exception {
        WorkerProcess process = sh("printf '\\344\\275\\240\\345\\245\\275\\n' >&2");
        process.ended().get(5, TimeUnit.SECONDS);
        assertEquals("你好", process.lastWords());
    }

    @Test
    void aGrandchildThatHoldsStderrDoesNotHoldUpTheNewsOfTheEnd() throws Exception {
        WorkerProcess process = sh("sleep 60 & exit 3");
        assertEquals(3, process.ended().get(5, TimeUnit.SECONDS));
        process.signal(Signal.KILL);
    }

    @Test
    void itsInputStaysOpenAsLongAsTheGatewayLives() throws Exception {
        WorkerProcess process = sh("cat > /dev/null; echo ended >&2");
        assertTrue(process.ended()
                        .copy()
                        .completeOnTimeout(-1, 200, TimeUnit.MILLISECONDS)
                        .get()
                == -1);
        process.signal(Signal.TERM);
        assertEquals(143, process.ended().get(5, TimeUnit.SECONDS));
    }

    @Test
    void itLeadsAProcessGroupOfItsOwn() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no /proc here: not checked");
        WorkerProcess process = sh("read stat < /proc/$$/stat; echo $stat >&2");
        process.ended().get(5, TimeUnit.SECONDS);
        String stat = process.lastWords();
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        assertEquals(Long.toString(process.pid()), fields[2], "process group");
    }

    @Test
    void aSignalReachesAProcessThatDoesNotLeadItsGroupYet() throws Exception {
        WorkerProcess process = new WorkerProcess("tested#1", new ProcessBuilder("sleep", "60").start(), true);
        process.signal(Signal.TERM);
        assertEquals(143, process.ended().get(5, TimeUnit.SECONDS));
    }

    @Test
    void withoutUtilLinuxAProcessIsStartedAllTheSame() throws Exception {
        spawner.close();
        spawner = new Spawner(new Executables(folder.toString()));
        WorkerProcess process = sh("exec sleep 60");
        process.signal(Signal.TERM);
        assertEquals(143, process.ended().get(5, TimeUnit.SECONDS));
    }

    private WorkerProcess sh(String script) throws InterruptedException, ExecutionException {
        return spawner.spawn(new Spawner.Order(
                        "tested#1", List.of("/bin/sh", "-c", script), folder, Map.of("PATH", PATH), Optional.empty()))
                .get();
    }
}
