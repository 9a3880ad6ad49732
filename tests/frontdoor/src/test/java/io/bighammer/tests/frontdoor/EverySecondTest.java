package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Something changes again and again under load: no request fails, none is answered without the stamp of the plugin or with two, and a
 * connection that was open before is open after. The long form is a change every second for 5 minutes under wrk.
 */
@ExtendWith(InstallationParameter.class)
final class EverySecondTest {
    private static final int FEW_CHANGES = 6;
    private static final int SECONDS = 300;
    /** FileInstall takes a file for whole when it has stayed the same between two looks: on a busy machine some changes go as one. */
    private static final int CHANGES_PER_GENERATION = 3;

    private Installation bighammer;
    private Stamped stamped;

    @BeforeEach
    void start(Installation installation) {
        bighammer = installation;
        stamped = Stamped.start(installation);
    }

    @Test
    void routesChange() throws IOException {
        changeAFewTimes(this::changeRoutes);
    }

    @Test
    void settingsChange() throws IOException {
        changeAFewTimes(this::changeSettings);
    }

    @Test
    @Tag("long")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void aPluginIsReplacedForFiveMinutes() throws Exception {
        changeEverySecond(stamped::put);
    }

    @Test
    @Tag("long")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void routesChangeForFiveMinutes() throws Exception {
        changeEverySecond(this::changeRoutes);
    }

    @Test
    @Tag("long")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void settingsChangeForFiveMinutes() throws Exception {
        changeEverySecond(this::changeSettings);
    }

    private void changeRoutes(int n) {
        stamped.writeRoutes(
                ", {\"path\": \"/route-%d/{id}\", \"method\": \"GET\", \"handler\": \"example\"}".formatted(n));
    }

    /** Those of the plugin, and a limit of the gateway. */
    private void changeSettings(int n) {
        stamped.writeSettings(n + 1);
        bighammer.replace(
                "config/config.json", "\"max_connections\": " + (9_999 + n), "\"max_connections\": " + (10_000 + n));
    }

    private void changeAFewTimes(IntConsumer change) throws IOException {
        Load load = stamped.load(8);
        try (load;
                Socket before = connect()) {
            for (int n = 1; n <= FEW_CHANGES; n++) {
                int number = n;
                stamped.inForce(() -> change.accept(number));
                assertEquals(200, ask(before));
            }
        }
        Stamped.assertNothingLost(load);
    }

    private void changeEverySecond(IntConsumer change) throws IOException, InterruptedException {
        assumeTrue(Wrk.isThere(), "wrk is missing: apt-get install wrk");
        int generation = stamped.generation();
        int changes = 0;
        Wrk.Figures figures;
        try (Socket before = connect()) {
            Shell.Running wrk = Wrk.begin(bighammer.port(), SECONDS);
            do {
                change.accept(++changes);
                assertEquals(200, ask(before));
            } while (!wrk.process().waitFor(1, TimeUnit.SECONDS));
            figures = Wrk.end(wrk);
            assertEquals(200, ask(before));
        }
        int generations = stamped.generation() - generation;
        System.out.println(changes + " changes, " + generations + " generations, " + figures);
        assertTrue(figures.isFlawless(), figures.toString());
        assertTrue(generations >= changes / CHANGES_PER_GENERATION, "there were only " + generations + " generations");
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), bighammer.port());
        client.setSoTimeout(60_000);
        return client;
    }

    private static int ask(Socket client) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\n" + Stamped.KEY + "\r\n\r\n";
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return Answer.read(client.getInputStream()).status();
    }
}
