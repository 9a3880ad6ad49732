package io.bighammer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.ClientSocket;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.Handshake;
import io.bighammer.spi.JsonRequests;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSocketDoorTest {
    private static final int BUDGET = 4 << 20;
    private static final int LARGEST = 1 << 16; // as TestConfig has it

    private final BufferBudget budget = new BufferBudget(BUDGET);
    private final WebSocketDoor door = new WebSocketDoor(this::handle, new Echo(), budget, TestNetwork.NETWORK);
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Talker> talkers = new LinkedBlockingQueue<>();
    private int port;

    /** Answers with what it was asked. */
    private static final class Echo implements JsonRequests {
        @Override
        public Runnable take(byte[] object, Client client, Consumer<Reply> reply) {
            String text = new String(object, StandardCharsets.UTF_8);
            reply.accept(new Reply(object, text.contains("close"), true, Callback.NOOP));
            return () -> {};
        }

        @Override
        public byte[] answer(int status, String message) {
            return message.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The gateway's side of a WebSocket. */
    private static final class Talker implements ClientSocket.Listener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        volatile ClientSocket socket;
        volatile Callback done;

        @Override
        public void opened(ClientSocket opened) {
            socket = opened;
            heard.add("opened");
        }

        @Override
        public void message(boolean text, ByteBuffer message, Callback taken) {
            done = taken;
            heard.add((text ? "text " : "bytes ")
                    + (message.remaining() > 100 ? message.remaining() : StandardCharsets.UTF_8.decode(message)));
        }

        @Override
        public void closed(int code, String reason) {
            heard.add("closed " + code + " " + reason);
        }

        String next() throws InterruptedException {
            return heard.poll(20, TimeUnit.SECONDS);
        }

        void send(String text) {
            socket.send(true, StandardCharsets.UTF_8.encode(text), Callback.NOOP);
        }
    }

    /** A client that takes what comes. */
    private static final class Client implements WebSocket.Listener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                heard.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code + " " + reason);
            return null;
        }

        String next() throws InterruptedException {
            return heard.poll(20, TimeUnit.SECONDS);
        }
    }

    private void handle(Exchange exchange) {
        Handshake handshake = (Handshake) exchange;
        Talker talker = new Talker();
        switch (exchange.path()) {
            case "/json" -> handshake.pass();
            case "/refused" -> {
                handshake.talk(talker);
                handshake.answer(
                        401,
                        HttpFields.build(),
                        Content.Source.from(StandardCharsets.UTF_8.encode("no")),
                        Callback.NOOP);
                talkers.add(talker);
            }
            default -> {
                handshake.talk(talker);
                HttpFields headers = HttpFields.build().put("X-A", "b").put("Sec-WebSocket-Protocol", "chat");
                handshake.answer(
                        101,
                        exchange.headers().contains("Sec-WebSocket-Protocol") ? headers : HttpFields.EMPTY,
                        Content.Source.from(),
                        Callback.NOOP);
                talkers.add(talker);
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        open(Duration.ofSeconds(30));
    }

    private void open(Duration idle) throws IOException {
        door.open(TestConfig.on("127.0.0.1", 0).idle(idle).config());
        port = Integer.parseInt(door.address().substring(door.address().indexOf(':') + 1));
    }

    @AfterEach
    void close() {
        door.close(Duration.ofSeconds(10)).join();
        assertEquals(BUDGET, budget.free());
    }

    private URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    private WebSocket connect(Client client, String path) {
        return http.newWebSocketBuilder().buildAsync(uri(path), client).join();
    }

    private Talker talker() throws InterruptedException {
        Talker talker = talkers.poll(20, TimeUnit.SECONDS);
        assertEquals("opened", talker.next());
        return talker;
    }

    @Test
    void messagesGoBothWays() throws Exception {
        Client client = new Client();
        WebSocket socket = connect(client, "/x");
        Talker talker = talker();
        talker.socket.demand();
        socket.sendText("hel", false).join();
        socket.sendText("lo 你", true).join();
        assertEquals("text hello 你", talker.next());
        talker.done.succeeded();
        talker.socket.demand();
        socket.sendBinary(ByteBuffer.wrap(new byte[] {'a', 'b'}), true).join();
        assertEquals("bytes ab", talker.next());
        talker.done.succeeded();
        talker.send("back");
        assertEquals("back", client.next());
        talker.socket.demand();
        socket.sendClose(4001, "enough").join();
        assertEquals("closed 4001 enough", talker.next());
    }

    @Test
    void theGatewayCloses() throws Exception {
        Client client = new Client();
        connect(client, "/x");
        Talker talker = talker();
        talker.send("last");
        talker.socket.close(4002, "done");
        assertEquals("last", client.next());
        assertEquals("closed 4002 done", client.next());
        assertEquals("closed 4002 done", talker.next());
    }

    @Test
    void noMessageComesAmongTheParts() throws Exception {
        Client client = new Client();
        connect(client, "/x");
        Talker talker = talker();
        talker.socket.sendPart(true, StandardCharsets.UTF_8.encode("one "), false, Callback.NOOP);
        talker.send("two");
        talker.socket.sendPart(true, StandardCharsets.UTF_8.encode("whole"), true, Callback.NOOP);
        assertEquals("one whole", client.next());
        assertEquals("two", client.next());
    }

    @Test
    void aSubProtocolAndHeadersAreThoseOfTheAnswer() throws Exception {
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("news", "chat")
                .buildAsync(uri("/x"), new Client())
                .join();
        assertEquals("chat", socket.getSubprotocol());
        talker();
        socket.abort();
    }

    @Test
    void aRefusalIsAnAnswerOverHttp() throws Exception {
        CompletionException failure = assertThrows(CompletionException.class, () -> connect(new Client(), "/refused"));
        assertEquals(
                401,
                ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode());
        assertEquals("closed 1006 ", talkers.take().next());
    }

    @Test
    void aMessageThatIsTooLargeIs1009() throws Exception {
        Client client = new Client();
        WebSocket socket = connect(client, "/x");
        Talker talker = talker();
        talker.socket.demand();
        socket.sendText("x".repeat(LARGEST), true).join();
        assertEquals("text " + LARGEST, talker.next());
        talker.done.succeeded();
        talker.socket.demand();
        socket.sendText("x".repeat(LARGEST + 1), true).join();
        assertEquals("closed 1009 A message may have 65536 bytes", client.next());
    }

    @Test
    void whatIsNotAskedForIsNotRead() throws Exception {
        WebSocket socket = connect(new Client(), "/x");
        Talker talker = talker();
        socket.sendText("first", true).join();
        socket.sendText("second", true).join();
        talker.socket.demand();
        assertEquals("text first", talker.next());
        talker.done.succeeded();
        assertTrue(talker.heard.isEmpty());
        talker.socket.demand();
        assertEquals("text second", talker.next());
        talker.done.succeeded();
        socket.abort();
    }

    @Test
    void aClientThatDoesNotReadIsGivenUp() throws Exception {
        try (Socket client = raw("/x", "")) {
            Talker talker = talker();
            for (int i = 0; i < 500 && talker.heard.isEmpty(); i++) {
                talker.socket.send(false, ByteBuffer.allocate(LARGEST), Callback.NOOP);
            }
            DataInputStream in = new DataInputStream(client.getInputStream());
            int last = 0;
            while (last != 8) {
                last = in.readUnsignedByte() & 15;
                int length = in.readUnsignedByte();
                in.skipNBytes(length == 127 ? in.readLong() : length == 126 ? in.readUnsignedShort() : 0);
                if (last == 8) {
                    assertEquals(1008, in.readUnsignedShort());
                }
            }
        }
    }

    @Test
    void aTextThatIsNoUtf8Is1007() throws Exception {
        try (Socket client = raw("/x", "")) {
            Talker talker = talker();
            talker.socket.demand();
            client.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xc3, 0x28});
            DataInputStream in = new DataInputStream(client.getInputStream());
            assertEquals(0x88, in.readUnsignedByte());
            in.readUnsignedByte();
            assertEquals(1007, in.readUnsignedShort());
        }
    }

    @Test
    void aClientThatIsSilentIsPingedAndThenLeft() throws Exception {
        door.close(Duration.ofSeconds(5)).join();
        open(Duration.ofMillis(400));
        try (Socket client = raw("/x", "")) {
            Talker talker = talker();
            talker.socket.demand();
            DataInputStream in = new DataInputStream(client.getInputStream());
            assertEquals(0x89, in.readUnsignedByte(), "a ping");
            assertEquals(0, in.readUnsignedByte());
            assertEquals(0x88, in.readUnsignedByte(), "a close");
            in.readUnsignedByte();
            assertEquals(1001, in.readUnsignedShort());
            assertTrue(talker.next().startsWith("closed 1001"));
        }
    }

    @Test
    void aClientThatAnswersPingsStays() throws Exception {
        door.close(Duration.ofSeconds(5)).join();
        open(Duration.ofMillis(200));
        try (Socket client = raw("/x", "")) {
            talker().socket.demand();
            DataInputStream in = new DataInputStream(client.getInputStream());
            for (int i = 0; i < 5; i++) {
                assertEquals(0x89, in.readUnsignedByte());
                in.readUnsignedByte();
                client.getOutputStream().write(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0});
            }
        }
    }

    @Test
    void compressionIsThereForWhoWantsIt() throws Exception {
        try (Socket client = raw("/x", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n")) {
            Talker talker = talker();
            talker.send("a".repeat(10_000));
            DataInputStream in = new DataInputStream(client.getInputStream());
            assertEquals(0xc1, in.readUnsignedByte(), "RSV1: compressed");
            assertTrue(in.readUnsignedByte() < 126);
        }
    }

    @Test
    void jsonRequestsWhereNoRouteIs() throws Exception {
        Client client = new Client();
        WebSocket socket = connect(client, "/json");
        for (int i = 0; i < 5; i++) {
            socket.sendText("{\"n\":" + i + "}", true).join();
        }
        for (int i = 0; i < 5; i++) {
            assertEquals("{\"n\":" + i + "}", client.next());
        }
        socket.sendText("{\"close\":true}", true).join();
        assertEquals("{\"close\":true}", client.next());
        assertEquals("closed 1000 ", client.next());
    }

    @Test
    void noPageOfAnotherHostSendsJsonRequests() throws Exception {
        assertTrue(status("/json", "Origin: http://evil.example\r\n").startsWith("HTTP/1.1 403"));
        assertTrue(status("/json", "Origin: http://127.0.0.1:1\r\n").startsWith("HTTP/1.1 101"));
    }

    @Test
    void otherRequestsAreSentAway() throws Exception {
        try (Socket client = new Socket("127.0.0.1", port)) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes());
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(answer.contains("This port is for WebSockets"), answer);
        }
    }

    @Test
    void clientsAreToldWhenTheDoorCloses() throws Exception {
        Client client = new Client();
        connect(client, "/x");
        talker();
        door.close(Duration.ofSeconds(10)).join();
        assertEquals("closed 1001 The gateway stops", client.next());
        assertFalse(client.heard.contains("closed 1006 "));
    }

    /** A client that has sent its handshake and read the answer. */
    private Socket raw(String path, String more) throws IOException {
        Socket client = new Socket("127.0.0.1", port);
        client.getOutputStream().write(handshake(path, more));
        DataInputStream in = new DataInputStream(client.getInputStream());
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        assertTrue(head.toString().startsWith("HTTP/1.1 101"), head::toString);
        return client;
    }

    private String status(String path, String more) throws IOException {
        try (Socket client = new Socket("127.0.0.1", port)) {
            client.getOutputStream().write(handshake(path, more));
            byte[] start = client.getInputStream().readNBytes(12);
            return new String(start, StandardCharsets.UTF_8);
        }
    }

    private static byte[] handshake(String path, String more) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more
                        + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
