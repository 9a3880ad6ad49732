package io.bighammer.services.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @TempDir
    Path home;

    private Path programs;

    @BeforeEach
    void installPrograms() throws IOException {
        programs = Files.createDirectory(home.resolve("programs"));
        for (String host : List.of("php/host.php", "python/host.py", "node/host.js")) {
            Path file = home.resolve("Develop/sdk").resolve(host);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "service.php, php, php/host.php",
        "service.py, python3, python/host.py",
        "service.js, node, node/host.js",
        "service.mjs, node, node/host.js",
        "service.cjs, node, node/host.js",
        "Service.JS, node, node/host.js",
    })
    void theEndingOfAFileStandsForTheProgramAndItsHostScript(String name, String program, String host)
            throws Exception {
        install(program);
        List<String> command = of(home.resolve(name));
        assertEquals(programs.resolve(program).toString(), command.get(0));
        assertEquals(
                List.of(
                        home.resolve("Develop/sdk").resolve(host).toString(),
                        home.resolve(name).toString()),
                command.subList(command.size() - 2, command.size()));
    }

    @ParameterizedTest
    @CsvSource({"service.php, php, php-cli", "service.py, python3, python3", "service.js, node, nodejs"})
    void aProgramThatIsNotInstalledIsNamedWithItsPackage(String name, String program, String debianPackage) {
        String message = refusal(home.resolve(name));
        assertTrue(message.startsWith(program + " is not in PATH"), message);
        assertTrue(message.endsWith("apt-get install " + debianPackage), message);
    }

    @Test
    void aHostScriptThatIsMissingIsNamed() throws IOException {
        install("node");
        Files.delete(home.resolve("Develop/sdk/node/host.js"));
        String message = refusal(home.resolve("service.js"));
        assertTrue(message.contains("restore the folder Develop/sdk/node"), message);
    }

    @Test
    void anExecutableIsStartedAsItIs() throws Exception {
        Path service = programs.resolve("service");
        install("service");
        assertEquals(List.of(service.toString()), of(service));
    }

    @Test
    void aFileThatNothingRunsIsRefused() throws IOException {
        Path service = Files.createFile(home.resolve("service.txt"));
        String message = refusal(service);
        assertTrue(message.contains(".php, .py, .js, .mjs, .cjs"), message);
        assertTrue(message.contains("chmod +x"), message);
    }

    private void install(String program) throws IOException {
        assertTrue(Files.createFile(programs.resolve(program)).toFile().setExecutable(true));
    }

    private List<String> of(Path file) throws CannotStartException {
        return new CommandLine(new Executables(programs.toString()), home).ofFile(file);
    }

    private String refusal(Path file) {
        return assertThrows(CannotStartException.class, () -> of(file)).getMessage();
    }
}
