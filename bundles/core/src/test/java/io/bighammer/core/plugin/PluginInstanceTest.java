package io.bighammer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.core.config.Place;
import io.bighammer.core.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;

class PluginInstanceTest {

    @TempDir
    Path temp;

    private TestFramework framework;
    private DeployedPlugin auth;
    private DeployedPlugin logger;
    private PluginInstance instance;

    @BeforeEach
    void makeAnInstance() throws Exception {
        framework = new TestFramework(temp);
        Path jars = Files.createDirectory(temp.resolve("plugins"));
        TestJar.plugin("auth").writeTo(jars.resolve("auth.jar"));
        TestJar.plugin("logger").writeTo(jars.resolve("logger.jar"));
        PluginFolder.Change change = new PluginFolder(framework.context(), jars).look();
        auth = change.plugins().get("auth");
        logger = change.plugins().get("logger");
        instance = PluginInstance.create(
                framework.context(),
                auth,
                Settings.none(new Place("config/router.json", 1, "routes[0]")),
                new PluginCounts());
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void onceItsServiceGoesNoRequestGetsPastItOrThroughIt() {
        instance.leaveIf(auth.reference());

        assertEquals(Problem.PLUGIN_UNAVAILABLE, problemOf(() -> instance.handleRequest(null)));
        assertEquals(Problem.PLUGIN_UNAVAILABLE, problemOf(() -> instance.handleResponse(null)));
    }

    @Test
    void itStaysWhenAnotherServiceGoes() {
        ServiceReference<?> another = logger.reference();

        instance.leaveIf(another);

        assertDoesNotThrow(() -> instance.handleRequest(null));
    }

    @Test
    void aPluginWithNothingToSayToResponsesIsNotAsked() throws Exception {
        instance.handleResponse(null);

        assertEquals(0, instance.counts().figures().calls());
    }

    @Test
    void aPluginWithNothingToSayToRequestsIsNotAsked() throws Exception {
        instance.handleRequest(null);

        assertEquals(0, instance.counts().figures().calls());
    }

    @Test
    void itIsClosedAfterItsServiceHasGone() {
        instance.leaveIf(auth.reference());

        assertDoesNotThrow(instance::close);
    }

    private static Problem problemOf(Executable call) {
        return assertThrows(ProblemException.class, call).problem();
    }
}
