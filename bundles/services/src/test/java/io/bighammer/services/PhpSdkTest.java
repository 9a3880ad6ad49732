package io.bighammer.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bighammer.services.process.Executables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the tests of the PHP SDK, which are written in PHP. */
class PhpSdkTest {

    @Test
    void theTestsOfThePhpSdkPass() throws Exception {
        Optional<Path> php = new Executables(System.getenv("PATH")).find("php");
        assumeTrue(php.isPresent(), "php is not installed: the tests of the PHP SDK were not run");
        Process tests = new ProcessBuilder(
                        php.get().toString(),
                        TestHome.checkout()
                                .resolve("Develop/sdk/php/tests/run.php")
                                .toString())
                .redirectErrorStream(true)
                .start();
        tests.getOutputStream().close();
        String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(tests.waitFor(1, TimeUnit.MINUTES), output);
        assertEquals(0, tests.exitValue(), output);
    }
}
