package io.bighammer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;

class PluginFolderTest {

    @TempDir
    Path temp;

    private Path jars;
    private TestFramework framework;
    private PluginFolder folder;
    private Instant now = Instant.EPOCH;
    private long written;

    @BeforeEach
    void start() throws BundleException, IOException {
        jars = Files.createDirectory(temp.resolve("plugins"));
        framework = new TestFramework(temp);
        folder = new PluginFolder(framework.context(), jars, () -> now);
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void theJarsOfTheFolderAreStarted() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        put("b.jar", TestJar.plugin("logger"));
        Files.writeString(jars.resolve("note.txt"), "no jar");

        PluginFolder.Change change = folder.look();

        assertEquals(Set.of("auth", "logger"), change.plugins().keySet());
        assertFalse(change.isEmpty());
        assertEquals(List.of(), change.keep());
        assertEquals(List.of("test.auth", "test.logger"), framework.running());
    }

    @Test
    void aFolderThatHasNotChangedGivesTheSamePlugins() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        PluginFolder.Change first = folder.look();
        first.keep();

        PluginFolder.Change second = folder.look();

        assertTrue(second.isEmpty());
        assertEquals(first.plugins(), second.plugins());
    }

    @Test
    void aJarIsTakenForANewOneWhenItIsAskedFor() throws Exception {
        put("a.jar", TestJar.plugin("auth"));
        PluginFolder.Change first = folder.look();
        first.keep();
        framework.uninstall("test.auth"); // by hand

        folder.lookAgain(jars.resolve("a.jar"));
        PluginFolder.Change second = folder.look();

        assertEquals(Set.of("auth"), second.plugins().keySet());
        second.keep().forEach(folder::uninstall);
        assertEquals(List.of("test.auth"), framework.running());
        assertTrue(folder.look().isEmpty());
        assertEquals(Optional.empty(), folder.refusal(jars.resolve("a.jar")));
    }

    @Test
    void aPluginThatGoesAwayInTheMiddleOfAChangeIsMissedByTheNextLook() throws Exception {
        put("a.jar", TestJar.plugin("auth"));
        PluginFolder.Change first = folder.look();
        framework.uninstall("test.auth");
        first.keep();

        PluginFolder.Change second = folder.look();

        assertFalse(second.isEmpty());
        assertTrue(second.hasGone("auth"));
        assertTrue(second.whyMissing("auth").contains("uninstalled by hand"), second.whyMissing("auth"));
        assertEquals(Set.of(), second.plugins().keySet());
    }

    @Test
    void aNewVersionIsStartedBesideTheOldOneWhichRunsUntilItIsUninstalled() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        PluginFolder.Change first = folder.look();
        first.keep();

        put("a.jar", TestJar.plugin("auth"));
        PluginFolder.Change second = folder.look();

        assertNotEquals(first.plugins(), second.plugins());
        assertEquals(List.of("test.auth", "test.auth"), framework.running());
        second.keep().forEach(folder::uninstall);
        assertEquals(List.of("test.auth"), framework.running());
        assertEquals(second.plugins(), folder.look().plugins());
    }

    @Test
    void aChangeThatIsUndoneLeavesTheOldVersionAndIsTriedAgain() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        PluginFolder.Change first = folder.look();
        first.keep();
        put("a.jar", TestJar.plugin("auth"));
        put("b.jar", TestJar.plugin("logger"));

        folder.look().undo();
        assertEquals(List.of("test.auth"), framework.running());

        PluginFolder.Change again = folder.look();
        assertEquals(Set.of("auth", "logger"), again.plugins().keySet());
        assertNotEquals(first.plugins().get("auth"), again.plugins().get("auth"));
    }

    @Test
    void aBrokenJarLeavesTheVersionBeforeIt() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        PluginFolder.Change first = folder.look();
        first.keep();
        put("a.jar", "PK, half a jar".getBytes());

        PluginFolder.Change second = folder.look();

        assertTrue(second.isEmpty());
        assertEquals(first.plugins(), second.plugins());
        assertEquals(
                List.of(
                        "plugins/a.jar: not a whole jar; copy it again (its end is missing); the version before it stays"),
                folder.refusals());
    }

    @Test
    void aRefusalIsForgottenWithItsCause() throws IOException {
        byte[] good = TestJar.plugin("auth").bytes();
        FileTime time = put("a.jar", good);
        folder.look().keep();
        put("a.jar", "PK, half a jar".getBytes());
        put("b.jar", "PK, half a jar".getBytes());
        folder.look().keep();
        assertEquals(2, folder.refusals().size());

        put("a.jar", good);
        Files.setLastModifiedTime(jars.resolve("a.jar"), time);
        Files.delete(jars.resolve("b.jar"));
        assertTrue(folder.look().isEmpty());
        assertEquals(List.of(), folder.refusals());
    }

    @Test
    void aBundleThatDoesNotStartIsRefusedAndLeavesNothingBehind() throws IOException {
        put("a.jar", TestJar.plugin("auth").header("Import-Package", "is.not.there"));
        put("b.jar", TestJar.plugin("logger").header(TestPluginActivator.FAILS_HEADER, "yes"));

        PluginFolder.Change change = folder.look();

        assertEquals(Set.of(), change.plugins().keySet());
        assertEquals(1, framework.context().getBundles().length);
        assertEquals(
                "plugins/a.jar: imports the package is.not.there, which nothing here exports as it asks for it"
                        + " (osgi.wiring.package=is.not.there); put the package into the plugin's own jar",
                change.whyMissing("auth"));
        assertEquals(
                "plugins/b.jar: Activator start error in bundle test.logger [2]. java.lang.IllegalStateException: no luck",
                change.whyMissing("logger"));
    }

    @Test
    void aJarTakenAwayIsMissedForTwoSeconds() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        folder.look().keep();
        Files.delete(jars.resolve("a.jar"));

        assertTrue(folder.look().isEmpty());
        assertTrue(folder.isSettling());
        now = now.plus(Duration.ofSeconds(2));
        PluginFolder.Change gone = folder.look();

        assertEquals(Set.of(), gone.plugins().keySet());
        assertTrue(gone.hasGone("auth"));
        assertFalse(folder.isSettling());
        gone.keep().forEach(folder::uninstall);
        assertEquals(List.of(), framework.running());
    }

    @Test
    void aJarThatComesBackWithinTwoSecondsIsAReplacement() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        folder.look().keep();
        Files.delete(jars.resolve("a.jar"));
        folder.look().keep();
        now = now.plus(Duration.ofMillis(1_999));
        put("a.jar", TestJar.plugin("auth"));

        PluginFolder.Change back = folder.look();

        assertFalse(folder.isSettling());
        assertEquals(Set.of("auth"), back.plugins().keySet());
        assertEquals(1, back.keep().size());
    }

    @Test
    void ofTwoJarsWithOnePluginTheOneThatWasThereFirstHasTheName() throws IOException {
        put("z.jar", TestJar.plugin("auth"));
        PluginFolder.Change first = folder.look();
        first.keep();
        put("a.jar", TestJar.plugin("auth"));

        PluginFolder.Change second = folder.look();

        assertTrue(second.isEmpty());
        assertEquals(first.plugins(), second.plugins());
        assertEquals(
                List.of("plugins/a.jar: plugin auth is already in z.jar; remove one of the two"), folder.refusals());
    }

    @Test
    void ofTwoJarsWithOnePluginTheSameHasTheNameAfterTheNextStart() throws Exception {
        put("z.jar", TestJar.plugin("auth"));
        folder.look().keep();
        put("a.jar", TestJar.plugin("auth"));
        folder.look().keep();

        PluginFolder next = nextStart();
        next.look().keep();

        assertEquals(List.of("plugins/a.jar: plugin auth is already in z.jar; remove one of the two"), next.refusals());
    }

    @Test
    void ofTwoJarsWithOnePluginAndNoMemoryTheFirstByFileNameHasTheName() throws Exception {
        put("z.jar", TestJar.plugin("auth"));
        folder.look().keep();
        put("a.jar", TestJar.plugin("auth"));
        Files.delete(temp.resolve("runtime/plugins.txt"));

        PluginFolder next = nextStart();
        next.look().keep();

        assertEquals(List.of("plugins/z.jar: plugin auth is already in a.jar; remove one of the two"), next.refusals());
    }

    private PluginFolder nextStart() throws BundleException {
        framework.uninstall("test.auth");
        return new PluginFolder(framework.context(), jars, () -> now);
    }

    @Test
    void aNewVersionKeepsTheNameThatANewJarWantsAsWell() throws IOException {
        put("z.jar", TestJar.plugin("auth"));
        folder.look().keep();
        put("z.jar", TestJar.plugin("auth"));
        put("a.jar", TestJar.plugin("auth"));

        assertEquals(1, folder.look().keep().size());
        assertEquals(
                List.of("plugins/a.jar: plugin auth is already in z.jar; remove one of the two"), folder.refusals());
    }

    @Test
    void aNewVersionTakesNoNameAway() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        put("z.jar", TestJar.plugin("logger"));
        folder.look().keep();
        put("a.jar", TestJar.plugin("logger"));

        assertTrue(folder.look().isEmpty());
        assertEquals(
                List.of("plugins/a.jar: plugin logger is already in z.jar; remove one of the two;"
                        + " the version before it stays"),
                folder.refusals());
    }

    @Test
    void aJarRefusedForAnotherIsTakenWhenThatOneGoes() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        put("b.jar", TestJar.plugin("auth"));
        folder.look().keep();
        assertEquals(
                List.of("plugins/b.jar: plugin auth is already in a.jar; remove one of the two"), folder.refusals());
        Files.delete(jars.resolve("a.jar"));

        PluginFolder.Change change = folder.look();

        assertEquals(Set.of("auth"), change.plugins().keySet());
        assertEquals(List.of(), folder.refusals());
        change.keep().forEach(folder::uninstall);
        assertEquals(List.of("test.auth"), framework.running());
    }

    @Test
    void aRenamedJarIsAReplacementAtOnce() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        folder.look().keep();
        Files.move(jars.resolve("a.jar"), jars.resolve("b.jar"));

        PluginFolder.Change change = folder.look();

        assertFalse(folder.isSettling());
        assertFalse(change.hasGone("auth"));
        assertEquals(Set.of("auth"), change.plugins().keySet());
        change.keep().forEach(folder::uninstall);
        assertEquals(List.of("test.auth"), framework.running());
    }

    @Test
    void twoJarsMayExchangeTheirPlugins() throws IOException {
        put("a.jar", TestJar.plugin("auth"));
        put("b.jar", TestJar.plugin("logger"));
        folder.look().keep();
        put("a.jar", TestJar.plugin("logger"));
        put("b.jar", TestJar.plugin("auth"));

        PluginFolder.Change change = folder.look();

        assertEquals(Set.of("auth", "logger"), change.plugins().keySet());
        assertEquals(2, change.keep().size());
    }

    @Test
    void whyAPluginIsMissingIsToldOfThatPluginAlone() throws IOException {
        put("auth.jar", "PK, half a jar".getBytes());
        put("other.jar", TestJar.plugin("logger").withoutDescription().described("authority"));
        put("quiet.jar", TestJar.plugin("quiet").withoutHeader(TestPluginActivator.NAME_HEADER));
        PluginFolder.Change change = folder.look();

        assertEquals(
                "plugins/auth.jar: not a whole jar; copy it again (its end is missing)", change.whyMissing("auth"));
        assertEquals("no jar in the plugin folder holds it (there: authority)", change.whyMissing("aut"));
        assertEquals("no jar in the plugin folder holds it (there: authority)", change.whyMissing("jar"));
        assertEquals(
                "no jar in the plugin folder holds it; did you mean \"authority\"?", change.whyMissing("authorty"));
        assertEquals("its bundle runs but offers no plugin: it has no component that does", change.whyMissing("quiet"));
    }

    @Test
    void aDisabledComponentIsToldAsTheCauseOfAMissingPlugin() throws IOException {
        put("quiet.jar", TestJar.plugin("quiet").withoutHeader(TestPluginActivator.NAME_HEADER));
        TestComponents.in(framework.context(), "test.quiet").disable("test.quiet");

        assertEquals(
                "its bundle runs but offers no plugin: its component test.quiet is disabled; in the shell:"
                        + " scr:enable test.quiet",
                folder.look().whyMissing("quiet"));
    }

    private void put(String file, TestJar jar) throws IOException {
        put(file, jar.bytes());
    }

    /** Each write has a time of its own, however fast the test is. */
    private FileTime put(String file, byte[] bytes) throws IOException {
        Path path = Files.write(jars.resolve(file), bytes);
        FileTime time = FileTime.fromMillis(1_000 * ++written);
        Files.setLastModifiedTime(path, time);
        return time;
    }
}
