package io.bighammer.core.life;

import io.bighammer.core.config.ConfigurationReader;
import io.bighammer.core.config.Home;
import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A home folder with a configuration that says nothing. */
record TestHome(Path folder) {

    static TestHome in(Path folder) throws IOException {
        TestHome home = new TestHome(Files.createDirectories(folder));
        Files.createDirectory(folder.resolve("plugins"));
        home.write("config", "{}");
        home.write("router", "{\"routes\": []}");
        home.write("plugins", "{\"plugins\": []}");
        home.write("services", "{\"services\": []}");
        return home;
    }

    void write(String name, String json) throws IOException {
        Path file = folder.resolve("config").resolve(name + ".json").normalize();
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
    }

    GatewayConfig config() {
        return new ConfigurationReader(Home.of(folder)).read().gateway();
    }
}
