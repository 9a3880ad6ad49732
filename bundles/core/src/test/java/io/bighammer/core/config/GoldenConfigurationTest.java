package io.bighammer.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code golden} is a configuration with what is expected of it: what it was compiled to, or the exact
 * errors. A file that a case leaves out is an empty one of its kind. {@code -Dgolden.write=true} writes what is expected
 * anew; look at the difference before it is committed.
 */
class GoldenConfigurationTest {

    private static final Path CASES = Path.of("src/test/resources/golden");

    private static final Place TOP = new Place("config/config.json", 0, "");

    @TempDir
    Path home;

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aConfigurationGivesWhatIsExpected(String name) throws IOException {
        Path folder = CASES.resolve(name);
        copyInto(folder);

        String result = read(folder).replace(home.toString(), "~") + "\n";

        Path expected = folder.resolve("expected.txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, result);
        }
        assertEquals(Files.readString(expected), result);
    }

    private String read(Path folder) throws IOException {
        Home given = Home.of(home);
        try {
            ConfigurationReader reader = new ConfigurationReader(given, variables(folder));
            Configuration configuration = reader.read();
            assertEquals(configuration, reader.read(), "nothing has changed, and yet it would be a change");
            GatewayConfig defaults = new GatewayReader(given, new Findings()).read(Fields.none(TOP, new Findings()));
            return ConfigurationDump.of(configuration, defaults);
        } catch (ConfigurationException e) {
            return e.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
        }
    }

    private static Function<String, Optional<String>> variables(Path folder) throws IOException {
        Properties environment = new Properties();
        Path variables = folder.resolve("env.properties");
        if (Files.exists(variables)) {
            try (Reader reader = Files.newBufferedReader(variables)) {
                environment.load(reader);
            }
        }
        return name -> Optional.ofNullable(environment.getProperty(name));
    }

    private void copyInto(Path folder) throws IOException {
        Path config = Files.createDirectory(home.resolve("config"));
        Files.createDirectory(home.resolve("Develop"));
        Files.writeString(home.resolve("Develop/test.php"), "<?php");
        Files.writeString(home.resolve("Develop/example_service.php"), "<?php");
        Files.writeString(config.resolve("config.json"), "{}");
        for (String list : List.of("router:routes", "plugins:plugins", "services:services")) {
            String[] names = list.split(":");
            Files.writeString(config.resolve(names[0] + ".json"), "{\"" + names[1] + "\": []}");
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(config.resolve(file.getFileName().toString()));
                Files.copy(file, config.resolve(file.getFileName().toString()));
            }
        }
    }
}
