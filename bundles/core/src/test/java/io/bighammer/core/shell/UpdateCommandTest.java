package io.bighammer.core.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bighammer.core.plugin.PluginFolder;
import io.bighammer.core.plugin.TestFramework;
import io.bighammer.core.plugin.TestJar;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What {@code update} says to a name that is no file's. */
class UpdateCommandTest {
    private static final String PARTS = "The parts of BigHammer itself come with a release and are not updated while"
            + " it runs: unpack it, then ./duang.sh restart";

    @TempDir
    Path temp;

    private TestFramework framework;
    private Path jars;
    private GatewayCommands gateway;
    private BundleCommands bundles;

    @BeforeEach
    void deployAPlugin() throws Exception {
        framework = new TestFramework(temp);
        jars = Files.createDirectory(temp.resolve("plugins"));
        TestJar.plugin("guard").writeTo(jars.resolve("guard-1.0.jar"));
        new PluginFolder(framework.context(), jars).look().keep();
        TestJar part = TestJar.plugin("http")
                .header("Bundle-SymbolicName", "io.bighammer.http")
                .withoutHeader("Bundle-Activator");
        framework
                .context()
                .installBundle("lib:3-core/io.bighammer.http-0.1.0.jar", new ByteArrayInputStream(part.bytes()));
        gateway = new GatewayCommands(framework.context(), jars, () -> null, jar -> null);
        bundles = new BundleCommands(framework.context(), gateway);
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void aFileThatIsNotThereIsNoPartOfTheGateway() {
        assertEquals(
                "There is no " + jars.resolve("nope.jar") + "; plugins lists the files",
                refusal(() -> gateway.update("nope.jar")));
        assertEquals(
                "There is no " + jars.resolve("nope.jar") + "; plugins lists the files",
                refusal(() -> bundles.update("nope.jar")));
    }

    @Test
    void whatIsNamedAsAPartOfTheGatewayIsNotUpdated() {
        for (String name : new String[] {"http.jar", "http", "io.bighammer.http", "io.bighammer.http-0.1.0.jar"}) {
            assertEquals("There is no " + jars.resolve(name) + ". " + PARTS, refusal(() -> gateway.update(name)), name);
        }
    }

    @Test
    void aPluginByItsNameIsToldWithItsFile() {
        String hint = ". The plugin guard comes from guard-1.0.jar: update guard-1.0.jar";

        assertEquals("There is no " + jars.resolve("guard") + hint, refusal(() -> gateway.update("guard")));
        assertEquals("There is no " + jars.resolve("guard.jar") + hint, refusal(() -> bundles.update("guard.jar")));
        assertEquals("There is no bundle guard; lb lists them" + hint, refusal(() -> bundles.update("guard")));
    }

    private static String refusal(Executable command) {
        return assertThrows(IllegalArgumentException.class, command).getMessage();
    }
}
