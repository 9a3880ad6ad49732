package io.bighammer.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateDatesTest {
    @TempDir
    Path home;

    private Configuration configuration;
    private Instant begin;
    private Instant end;

    @BeforeEach
    void read() throws IOException {
        Path config = Files.createDirectory(home.resolve("config"));
        for (String list : List.of("routes", "plugins", "services")) {
            String file = list.equals("routes") ? "router" : list;
            Files.writeString(config.resolve(file + ".json"), "{\"" + list + "\": []}");
        }
        Path golden = Path.of("src/test/resources/golden/tls");
        Files.copy(golden.resolve("ec.pem"), config.resolve("ec.pem"));
        Files.copy(golden.resolve("ec.key"), config.resolve("ec.key"));
        Files.writeString(
                config.resolve("config.json"),
                "{\"tls\": {\"certificates\": [{\"certificate\": \"/config/ec.pem\", \"key\": \"/config/ec.key\"}]}}");
        configuration = new ConfigurationReader(Home.of(home)).read();
        var certificate = configuration
                .gateway()
                .edge()
                .tls()
                .orElseThrow()
                .identities()
                .get(0)
                .chain()
                .get(0);
        begin = certificate.getNotBefore().toInstant();
        end = certificate.getNotAfter().toInstant();
    }

    private List<String> warningsAt(Instant now) {
        return CertificateDates.warnings(configuration, now).stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void nothingIsSaidOfACertificateThatIsGoodForLong() {
        assertEquals(List.of(), warningsAt(begin.plusSeconds(1)));
        assertEquals(List.of(), warningsAt(end.minus(Duration.ofDays(15))));
    }

    @Test
    void itsEndIsSaidTwoWeeksBefore() {
        String warning = warningsAt(end.minus(Duration.ofDays(13))).get(0);

        assertTrue(
                warning.startsWith(
                        "config/config.json:1: tls.certificates: the certificate in /config/ec.pem is good until "),
                warning);
        assertTrue(warning.endsWith(", 13 days from now; put a new one there"), warning);
    }

    @Test
    void whatClientsRefuseIsSaid() {
        assertTrue(warningsAt(end.plusSeconds(1)).get(0).endsWith("clients refuse it, put a new one there"));
        assertTrue(warningsAt(begin.minusSeconds(1)).get(0).endsWith("clients refuse it until then"));
    }
}
