package io.bighammer.core.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.core.plugin.TestFramework;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

class FileWatchTest {

    @TempDir
    Path temp;

    private final TestConfigurationAdmin admin = new TestConfigurationAdmin();
    private final List<String> marks = new ArrayList<>();
    private TestFramework framework;
    private FileWatch watch;

    @BeforeEach
    void start() throws BundleException, IOException {
        TestHome home = TestHome.in(temp);
        home.write("config", "{\"router_path\": \"/other/routes.json\", \"plugin_folder\": \"/jars\"}");
        Files.createDirectory(temp.resolve("jars"));
        home.write("../other/routes", "{\"routes\": []}");
        framework = new TestFramework(temp);
        watch = new FileWatch(
                framework.context(),
                admin.service(),
                home.config(),
                temp.resolve("config/config.json"),
                () -> marks.add("changed"));
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void itWatchesThePluginFolderAndEachFolderWithAConfigurationFileOnce() {
        Set<String> watched = admin.settings.stream()
                .map(each -> temp.relativize(Path.of((String) each.get("felix.fileinstall.dir"))) + " "
                        + each.get("felix.fileinstall.filter"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("jars .*\\.jar", "config .*\\.json", "other .*\\.json"), watched);
        assertEquals(3, admin.settings.size());
    }

    @Test
    void nothingIsLeftInTheFolderForTemporaryFilesOfTheMachine() {
        Path own = framework.context().getDataFile("").toPath();
        assertTrue(admin.settings.stream().allMatch(each -> Path.of((String) each.get("felix.fileinstall.tmpdir"))
                .startsWith(own)));
    }

    @Test
    void itHandlesTheGatewaysFilesAndNoOthers() {
        for (String file : new String[] {
            "jars/a.jar", "config/config.json", "other/routes.json", "config/plugins.json", "config/services.json"
        }) {
            assertTrue(watch.canHandle(file(file)), file);
        }
        for (String file : new String[] {"jars/a.json", "jars/below/a.jar", "config/a.jar", "config/data.json"}) {
            assertFalse(watch.canHandle(file(file)), file);
        }
    }

    @Test
    void whateverHappensToAFileIsOnlyMarked() {
        watch.install(file("jars/a.jar"));
        watch.update(file("config/config.json"));
        watch.uninstall(file("jars/a.jar"));

        assertEquals(List.of("changed", "changed", "changed"), marks);
        assertEquals(List.of(), framework.running());
    }

    @Test
    void itComesBeforeTheHandlerThatWouldInstallAnyJar() {
        Object ranking =
                framework.context().getServiceReference(ArtifactInstaller.class).getProperty(Constants.SERVICE_RANKING);
        assertTrue((Integer) ranking > 0, ranking::toString);
    }

    @Test
    void itFollowsFilesThatMove() throws IOException {
        TestHome home = new TestHome(temp);
        home.write("config", "{\"plugins_path\": \"/moved/plugins.json\", \"plugin_folder\": \"/jars\"}");
        home.write("../moved/plugins", "{\"plugins\": []}");

        watch.follow(home.config());

        Set<Path> watched = admin.settings.stream()
                .map(each -> temp.relativize(Path.of((String) each.get("felix.fileinstall.dir"))))
                .collect(Collectors.toSet());
        assertEquals(Set.of(Path.of("jars"), Path.of("config"), Path.of("moved")), watched);
        assertTrue(watch.canHandle(file("moved/plugins.json")));
        assertFalse(watch.canHandle(file("other/routes.json")));
    }

    @Test
    void itFollowsTheCertificatesThatTheConfigurationNames() throws IOException {
        Path golden = Path.of("src/test/resources/golden/tls");
        Path folder = Files.createDirectory(temp.resolve("certificates"));
        Files.copy(golden.resolve("rsa.pem"), folder.resolve("rsa.pem"));
        Files.copy(golden.resolve("rsa.key"), folder.resolve("rsa.key"));
        TestHome home = new TestHome(temp);
        home.write(
                "config",
                "{\"plugin_folder\": \"/jars\", \"tls\": {\"certificates\": ["
                        + "{\"certificate\": \"/certificates/rsa.pem\", \"key\": \"/certificates/rsa.key\"}]}}");

        watch.follow(home.config());

        assertTrue(watch.canHandle(file("certificates/rsa.pem")));
        assertTrue(watch.canHandle(file("certificates/rsa.key")));
        assertFalse(watch.canHandle(file("certificates/other.key")));
        assertTrue(
                admin.settings.stream().anyMatch(each -> folder.toString().equals(each.get("felix.fileinstall.dir"))));
    }

    @Test
    void afterTheEndNothingIsWatched() {
        watch.close();

        assertEquals(List.of(), admin.settings);
        assertNull(framework.context().getServiceReference(ArtifactInstaller.class));
    }

    private File file(String path) {
        return temp.resolve(path).toFile();
    }
}
