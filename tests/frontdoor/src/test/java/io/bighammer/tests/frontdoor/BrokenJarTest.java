package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Jar after jar that is no good in the place of a plugin under load: each is refused with the message of the golden file, and the version
 * before it serves on. {@code -Dgolden.write=true} writes the messages anew; look at the difference before it is committed.
 */
@ExtendWith(InstallationParameter.class)
final class BrokenJarTest {
    private static final Path GOLDEN = Path.of("src/test/resources/broken/jars.txt");
    private static final String JAR = "plugins/moon.jar: ";

    @Test
    void eachIsRefusedWithAMessageThatSaysWhatIsWrong(Installation bighammer) throws IOException {
        Stamped stamped = Stamped.start(bighammer);
        Map<String, String> said = new LinkedHashMap<>();
        Load load = stamped.load(8);
        try (load) {
            BrokenJars.all().forEach((what, jar) -> {
                PluginBundle.put(stamped.jar(), jar);
                Await.until(what + " is refused", () -> refusal(bighammer).isPresent());
                said.put(what, refusal(bighammer).orElseThrow());
                stamped.put(1);
                Await.until("what was refused is forgotten", () -> refusal(bighammer)
                        .isEmpty());
            });
            stamped.awaitVersion(1);
            stamped.inForce(() -> stamped.put(2));
        }
        Stamped.assertNothingLost(load);
        bighammer.duang("status").endedWith(0);
        String text = said.entrySet().stream()
                .map(jar -> "# " + jar.getKey() + "\n! " + jar.getValue().replace("\n", "\n! "))
                .collect(Collectors.joining("\n\n", "", "\n"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(GOLDEN, text);
        }
        assertEquals(Files.readString(GOLDEN), text);
    }

    private static Optional<String> refusal(Installation bighammer) {
        List<String> refusals = bighammer.complaints().stream()
                .filter(complaint -> complaint.startsWith(JAR))
                .map(BrokenJarTest::withoutWhatVaries)
                .toList();
        return refusals.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", refusals));
    }

    /** The numbers of bundles, the version of Java, and how its zlib puts it. */
    private static String withoutWhatVaries(String complaint) {
        return complaint
                .replaceAll(" \\[\\d+]", " [n]")
                .replace("runs on Java " + Runtime.version().feature(), "runs on Java n")
                .replaceAll("copy it again \\((?!its end)[^)]*\\)", "copy it again (…)");
    }
}
