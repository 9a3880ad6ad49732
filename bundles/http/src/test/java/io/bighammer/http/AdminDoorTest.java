package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdminDoorTest {
    private static final GatewayConfig ON = TestConfig.admin(OptionalInt.of(0));
    private static final GatewayConfig OFF = TestConfig.admin(OptionalInt.empty());

    private final AdminDoor door = new AdminDoor(TestNetwork.NETWORK);

    @AfterEach
    void close() {
        door.close(Duration.ZERO).join();
    }

    @Test
    void itShowsThePagesThatAreThere() throws Exception {
        door.open(ON);
        assertEquals(503, get().statusCode(), "before there are any");

        door.show(exchange -> exchange.answer(
                200,
                HttpFields.build(),
                Content.Source.from(StandardCharsets.UTF_8.encode("this is " + exchange.path())),
                Callback.NOOP));

        assertEquals("this is /page", get().body());
    }

    @Test
    void itIsSwitchedOnAndOffWhileItRuns() throws Exception {
        door.open(OFF);
        assertEquals("", door.address());

        door.change(ON).keep();
        assertEquals(503, get().statusCode());
        URI open = page();

        door.change(OFF).undo();
        assertEquals(503, get().statusCode());

        Door.Change off = door.change(OFF);
        off.keep();
        assertEquals("", door.address());
        awaitRefusal(open);
    }

    @Test
    void aPortThatIsTakenIsNamedByItsKey() throws Exception {
        door.open(ON);
        int taken = page().getPort();

        IOException refusal = assertThrows(IOException.class, () -> new AdminDoor(TestNetwork.NETWORK)
                .open(TestConfig.admin(OptionalInt.of(taken))));

        assertTrue(
                refusal.getMessage().startsWith("ports.admin_port: cannot listen on 127.0.0.1:" + taken + ": "),
                refusal.getMessage());
    }

    private URI page() {
        return URI.create("http://" + door.address() + "/page");
    }

    private HttpResponse<String> get() throws Exception {
        return get(page());
    }

    private static HttpResponse<String> get(URI page) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitRefusal(URI page) throws Exception {
        while (true) {
            try {
                get(page);
            } catch (ConnectException closed) {
                return;
            } catch (IOException closing) {
                Thread.onSpinWait();
            }
        }
    }
}
