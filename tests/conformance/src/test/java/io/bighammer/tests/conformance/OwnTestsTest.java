package io.bighammer.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the tests that each SDK has in its own language. Those of PHP are run by the services bundle. */
class OwnTestsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "python, python3, exec python3 tests/run.py",
        "node, node, exec node --test tests/*.test.js",
        "go, go, test -z \"$(gofmt -l .)\" && go vet ./... && go test ./... && cd ../../example_service_go && exec go vet",
    })
    void theTestsOfAnSdkPass(String sdk, String program, String command) throws Exception {
        assumeTrue(Language.isInstalled(program), program + " is not installed: the tests of the SDK were not run");
        Process tests = new ProcessBuilder("sh", "-c", command)
                .directory(Checkout.file("Develop/sdk/" + sdk).toFile())
                .redirectErrorStream(true)
                .start();
        tests.getOutputStream().close();
        String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(tests.waitFor(5, TimeUnit.MINUTES), output);
        assertEquals(0, tests.exitValue(), output);
    }
}
