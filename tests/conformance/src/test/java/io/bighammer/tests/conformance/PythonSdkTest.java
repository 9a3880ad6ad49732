package io.bighammer.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the tests of the Python SDK, which are written in Python. */
class PythonSdkTest {

    @Test
    void theTestsOfThePythonSdkPass() throws Exception {
        Language python = new Language("python", "", "python3", List.of(), List.of());
        assumeTrue(python.isInstalled(), "python3 is not installed: the tests of the Python SDK were not run");
        Process tests = new ProcessBuilder(
                        "python3",
                        Checkout.file("Develop/sdk/python/tests/run.py").toString())
                .redirectErrorStream(true)
                .start();
        tests.getOutputStream().close();
        String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(tests.waitFor(1, TimeUnit.MINUTES), output);
        assertEquals(0, tests.exitValue(), output);
    }
}
