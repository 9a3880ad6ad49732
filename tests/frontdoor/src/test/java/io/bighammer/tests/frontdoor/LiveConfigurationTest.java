package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code config.json} says changes while it runs, and touches nothing else. */
@ExtendWith(InstallationParameter.class)
final class LiveConfigurationTest {
    private static final String CONFIG = "config/config.json";
    private static Installation running;
    private static String shipped;

    @BeforeAll
    static void start(Installation bighammer) {
        running = bighammer;
        shipped = bighammer.read(CONFIG);
        running.start();
    }

    @AfterEach
    void changeBack() {
        running.write(CONFIG, shipped);
        awaitInForce();
        Await.until("all is well", () -> running.duang("status").code() == 0);
    }

    @Test
    void aConnectionStaysOpenWhileLimitsAndOtherDoorsChange() throws IOException {
        try (Socket client = connect(running.port())) {
            assertEquals(200, ask(client, "GET /api/example HTTP/1.1\r\nHost: x\r\n\r\n"));

            running.replace(CONFIG, "\"2GB\"", "\"3B\"");
            running.replace(CONFIG, "\"60s\"", "\"5m\"");
            running.replace(CONFIG, "/runtime/mainSocket.sock", "/runtime/other.sock");
            awaitInForce();

            assertEquals(200, ask(client, "GET /api/example HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertEquals(413, ask(client, "POST /api/example HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"));
            assertTrue(Files.exists(running.file("runtime/other.sock")));
            assertFalse(Files.exists(running.file("runtime/mainSocket.sock")));
        }
    }

    @Test
    void thePortMovesAndClientsOfTheOldOneAreSentAway() throws IOException {
        int before = running.port();
        try (Socket idle = connect(before)) {
            assertEquals(200, ask(idle, "GET /api/example HTTP/1.1\r\nHost: x\r\n\r\n"));
            int next = freePort();

            setHttpPort(next);
            running.awaitLog("Door http is open on 127.0.0.1:" + next);

            assertEquals(200, new Client(next).get("/api/example").statusCode());
            assertEquals(-1, idle.getInputStream().read());
            Await.until("the old port is closed", () -> !isOpen(before));
        }
    }

    @Test
    void aPortThatIsTakenRefusesTheWholeChange() throws IOException {
        int before = running.port();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            setHttpPort(taken.getLocalPort());
            running.replace(CONFIG, "/runtime/mainSocket.sock", "/runtime/refused.sock");
            String reason = "ports.http_port: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                    + ": it is in use by process " + ProcessHandle.current().pid();
            running.awaitLog(reason);

            running.duang("status").endedWith(1).says("change refused: config/config.json:", reason);
            running.duang("diff")
                    .endedWith(1)
                    .says("socket_path: /runtime/mainSocket.sock → /runtime/refused.sock", "ports.http_port: 0 → ");
            assertFalse(Files.exists(running.file("runtime/refused.sock")));
            assertEquals(200, new Client(before).get("/api/example").statusCode());
        }
    }

    @Test
    void diffNamesWhatCheckNames() {
        String services = "config/services.json";
        String good = running.read(services);
        try {
            running.write(services, "{\"services\": [{\"name\": \"gone\", \"path\": \"/Develop/gone_service.php\"}]}");
            running.duang("diff").endedWith(2).says("config/services.json:1:", "/Develop/gone_service.php");
            running.duang("check").endedWith(1).says("config/services.json:1:", "/Develop/gone_service.php");
        } finally {
            running.write(services, good);
        }
    }

    @Test
    void aKeyThatNeedsARestartIsNamed() {
        running.replace(CONFIG, "/config/data.json", "/config/other.json");

        running.awaitLog("memory_db_path: cannot change while the gateway runs; run ./duang.sh restart");
        running.duang("diff").endedWith(1).says("(with ./duang.sh restart)");
        running.write(CONFIG, "{");
        running.duang("diff").endedWith(2).says("config/config.json:1: is not JSON");
    }

    @Test
    void workersStayWhenTheirSocketMovesAndTheNextOnesFindIt() {
        long worker = worker();
        running.replace(CONFIG, "/runtime/phpSocket.sock", "/runtime/workers.sock");
        awaitInForce();

        assertEquals(worker, worker());
        assertTrue(Files.exists(running.file("runtime/workers.sock")));
        assertFalse(Files.exists(running.file("runtime/phpSocket.sock")));
        ProcessHandle.of(worker).orElseThrow().destroyForcibly();
        Await.until("there is another worker", () -> running.workersOf("example_service").stream()
                .anyMatch(process -> process.pid() != worker));
        Await.until("it answers", () -> running.client().get("/api/example").statusCode() == 200);
    }

    private static long worker() {
        return running.workersOf("example_service").get(0).pid();
    }

    private static void awaitInForce() {
        Await.until(
                "what the files say is in force", () -> running.duang("diff").code() == 0);
    }

    private static void setHttpPort(int port) {
        running.write(
                CONFIG,
                running.read(CONFIG).replaceFirst("\"http_port\": \"?\\d+\"?", "\"http_port\": \"" + port + "\""));
    }

    private static int ask(Socket client, String request) throws IOException {
        client.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return Answer.read(client.getInputStream()).status();
    }

    private static Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.getByName("127.0.0.1"), port);
        client.setSoTimeout(60_000);
        return client;
    }

    private static boolean isOpen(int port) {
        try (Socket client = connect(port)) {
            return client.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }
}
