package io.bighammer.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {

    @TempDir
    Path home;

    private Path config;

    @BeforeEach
    void makeTheOtherFiles() throws Exception {
        config = Files.createDirectory(home.resolve("config"));
        Files.writeString(config.resolve("config.json"), "{}");
        Files.writeString(config.resolve("plugins.json"), "{\"plugins\": []}");
        Files.writeString(config.resolve("services.json"), "{\"services\": []}");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreAccepted() throws Exception {
        router("\uFEFF{\r\n\"routes\": [\r\n{\"path\": \"/接口\", \"handler\": \"a\"}]}", StandardCharsets.UTF_8);

        RouteConfig route = read().routes().get(0);

        assertEquals("/接口", route.conditions().path().text());
        assertEquals(3, route.place().line());
    }

    @Test
    void oldMacLineEndsAreCountedToo() throws Exception {
        router("{\r\"routes\": [\r{\"path\": 1}]}", StandardCharsets.UTF_8);

        assertEquals("config/router.json:3", error().substring(0, 20));
    }

    @Test
    void anotherEncodingIsToldWithItsLine() throws Exception {
        router("{\n\"routes\": [\n{\"path\": \"/caf\u00e9\"}]}", StandardCharsets.ISO_8859_1);

        assertEquals("config/router.json:3: is not UTF-8 from this line on; save the file as UTF-8", error());
    }

    @Test
    void aCharacterThatIsCutOffAtTheEndIsTold() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("{\"routes\": []}\n".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xE4);
        Files.write(config.resolve("router.json"), bytes.toByteArray());

        assertEquals("config/router.json:2: is not UTF-8 from this line on; save the file as UTF-8", error());
    }

    @Test
    void aFolderInTheFilesPlaceIsTold() throws Exception {
        Files.createDirectory(config.resolve("router.json"));

        assertEquals("config/router.json: cannot be read", error().substring(0, 34));
    }

    @Test
    void allFilesMissingAreToldAtOnce(@TempDir Path empty) {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                () -> new ConfigurationReader(Home.of(empty), name -> Optional.empty()).read());

        assertEquals("""
                config/config.json: is not there; copy it from the folder config of the package
                config/router.json: is not there; make it, at least with {"routes": []}, or let router_path in config.json name another
                config/plugins.json: is not there; make it, at least with {"plugins": []}, or let plugins_path in config.json name another
                config/services.json: is not there; make it, at least with {"services": []}, or let services_path in config.json name another""", e.getMessage());
    }

    @Test
    void deepNestingIsRefusedAndNotFatal() throws Exception {
        router("[".repeat(100_000), StandardCharsets.UTF_8);

        assertEquals("config/router.json:1: is not JSON: brackets stand within brackets too deeply", error());
    }

    private void router(String text, Charset charset) throws Exception {
        Files.write(config.resolve("router.json"), text.getBytes(charset));
    }

    private Configuration read() {
        return new ConfigurationReader(Home.of(home), name -> Optional.empty()).read();
    }

    private String error() {
        return assertThrows(ConfigurationException.class, this::read).getMessage();
    }
}
