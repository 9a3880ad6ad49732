package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Slip after slip in the configuration of a gateway under load: each is refused with the messages of the golden file, and no request
 * notices. {@code -Dgolden.write=true} writes the messages anew; look at the difference before it is committed.
 */
@ExtendWith(InstallationParameter.class)
final class BrokenConfigurationTest {
    private static final Path GOLDEN = Path.of("src/test/resources/broken/configurations.txt");
    private static final List<String> FILES =
            List.of("config/config.json", "config/router.json", "config/plugins.json", "config/services.json");
    private static final String REFUSED = "change refused: ";
    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    @Test
    void eachIsRefusedWithAMessageThatNamesThePlace(Installation bighammer) {
        write(bighammer, Map.of());
        Stamped stamped = Stamped.startAsConfigured(bighammer);
        int generation = stamped.generation();
        List<BrokenConfiguration> all = BrokenConfiguration.read(GOLDEN);
        List<BrokenConfiguration> said = new ArrayList<>();
        Load load = stamped.load(8);
        try (load) {
            all.forEach(broken -> said.add(broken.saying(messages(bighammer, broken))));
            assertEquals(generation, stamped.generation());
            write(bighammer, Map.of());
            Await.until("all is well", () -> bighammer.duang("status").code() == 0);
        }
        Stamped.assertNothingLost(load);
        assertTrue(all.size() >= 50, "there are only " + all.size());
        if (WRITE) {
            BrokenConfiguration.write(GOLDEN, said);
        }
        assertEquals(all, said);
    }

    /** The good configuration, but for these files. Only what changes is touched. */
    private static void write(Installation bighammer, Map<String, String> others) {
        for (String file : FILES) {
            String wanted = others.getOrDefault(file, good(file));
            if (!bighammer.read(file).equals(wanted)) {
                bighammer.write(file, wanted);
            }
        }
    }

    private static String good(String file) {
        try {
            return Files.readString(GOLDEN.resolveSibling(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is said of a configuration with that slip alone. */
    private static List<String> messages(Installation bighammer, BrokenConfiguration broken) {
        List<String> before = bighammer.complaints();
        write(bighammer, Map.of(broken.file(), broken.in(good(broken.file()))));
        if (WRITE) {
            Await.until("something is said of " + broken.title(), () -> isNews(bighammer.complaints(), before));
        } else {
            Await.until("it is said of " + broken.title() + ": " + broken.messages(), () -> refusals(bighammer)
                    .equals(broken.messages()));
        }
        return refusals(bighammer);
    }

    private static boolean isNews(List<String> complaints, List<String> before) {
        return !complaints.isEmpty() && !complaints.equals(before);
    }

    private static List<String> refusals(Installation bighammer) {
        return bighammer.complaints().stream()
                .filter(complaint -> complaint.startsWith(REFUSED))
                .map(complaint -> complaint.substring(REFUSED.length()))
                .toList();
    }
}
