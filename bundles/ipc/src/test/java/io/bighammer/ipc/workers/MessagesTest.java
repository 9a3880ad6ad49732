package io.bighammer.ipc.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestCall;
import io.bighammer.ipc.TestConfig;
import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.spi.Answer;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.MessageStream;
import io.bighammer.spi.Network;
import io.bighammer.spi.SocketEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A WebSocket at a worker: as a stream, and event by event. */
@Timeout(30)
class MessagesTest {
    private static final int BUDGET = 8 << 20;
    private static final int WINDOW = 100_000;
    private static final String GRANT = "{\"status\":101,\"headers\":{\"x-a\":\"b\"}}";

    @TempDir
    Path home;

    private final TestAdmission admission = new TestAdmission();
    private final BufferBudget budget = new BufferBudget(BUDGET);
    private final ArrayByteBufferPool.Tracking pool = new ArrayByteBufferPool.Tracking();
    private final Network network = new Network(pool);
    private final WorkersDoor door =
            new WorkersDoor(admission, budget, network, Duration.ofSeconds(5), Duration.ofSeconds(2));
    private TestWorker worker;
    private TestAdmission.Let let;

    /** What a worker was heard to say, one line each. */
    private static final class Heard implements MessageStream.Listener {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final Queue<Callback> untaken = new ConcurrentLinkedQueue<>();

        @Override
        public void part(boolean text, ByteBuffer part, boolean last, Callback taken) {
            untaken.add(taken);
            lines.add((text ? "text " : "bytes ") + StandardCharsets.UTF_8.decode(part) + (last ? "" : "…"));
        }

        @Override
        public void leaving() {
            lines.add("leaving");
        }

        @Override
        public void ended(int code, String reason) {
            lines.add("ended " + code + " " + reason);
        }

        @Override
        public void lost(String reason) {
            lines.add("lost");
        }

        String next() throws InterruptedException {
            return lines.poll(10, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void open() throws Exception {
        door.open(TestConfig.in(home));
        connect(true);
    }

    private void connect(boolean multiplexing) throws Exception {
        Path socket = home.resolve("php.sock");
        worker = multiplexing ? TestWorker.multiplexing(socket, 2, WINDOW) : TestWorker.introduced(socket, "example");
        let = admission.next();
    }

    @AfterEach
    void close() throws Exception {
        worker.close();
        door.close(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
        network.close();
        assertEquals(BUDGET, budget.free());
        assertTrue(pool.getLeaks().isEmpty(), pool::dumpLeaks);
    }

    private TestWorker.Received ask(TestCall call) throws IOException {
        let.link.send(call, call);
        return worker.receive(Frame.REQ);
    }

    private int send(TestCall call) throws IOException {
        return ask(call).frame().stream();
    }

    private static TestCall opening() {
        return TestCall.event(SocketEvent.open("c1", false), "");
    }

    /** A stream that the worker has granted. */
    private MessageStream granted(int[] id) throws Exception {
        TestCall call = opening();
        id[0] = send(call);
        worker.send(Frame.RESP, Frame.UPGRADE, id[0], GRANT.length(), GRANT);
        return call.answer().messages().orElseThrow();
    }

    private static CompletableFuture<Void> send(MessageStream stream, boolean text, String message) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(message);
        stream.send(text, bytes, Callback.from(() -> sent.complete(null), sent::completeExceptionally));
        return sent;
    }

    @Test
    void aWebSocketIsAStreamOfAMultiplexingWorker() throws Exception {
        TestCall call = opening();
        TestWorker.Received request = ask(call);
        int id = request.frame().stream();
        assertEquals(Frame.UPGRADE, request.frame().flags());
        assertTrue(request.head().endsWith("\"connection\":\"c1\"}"), request::head);
        worker.send(Frame.RESP, Frame.UPGRADE, id, GRANT.length(), GRANT);
        Answer answer = call.answer();
        assertEquals(101, answer.status());
        assertEquals("b", answer.headers().get("x-a"));
        assertEquals("slotFree", let.next());

        MessageStream stream = answer.messages().orElseThrow();
        Heard heard = new Heard();
        worker.send(Frame.MSG, Frame.TEXT | Frame.MORE, id, 0, "early ");
        worker.send(Frame.MSG, Frame.TEXT, id, 0, "bird");
        stream.listen(heard);
        assertEquals("text early …", heard.next());
        assertEquals("text bird", heard.next());

        send(stream, true, "hello").get(10, TimeUnit.SECONDS);
        TestWorker.Received message = worker.receive(Frame.MSG);
        assertEquals("hello", message.text());
        assertEquals(Frame.TEXT, message.frame().flags());

        stream.end(1001, "bye");
        TestWorker.Received end = worker.receive(Frame.DATA);
        assertEquals(1001, end.frame().arg());
        assertEquals(Frame.END, end.frame().flags());
        assertEquals("bye", end.text());
        worker.send(Frame.DATA, Frame.END, id, 1000, "");
        assertEquals("ended 1000 ", heard.next());
    }

    @Test
    void whatAWorkerSaidBeforeItClosedIsHeardAlthoughItTakesNothingAnyMore() throws Exception {
        int[] id = new int[1];
        Heard heard = new Heard();
        MessageStream stream = granted(id);
        stream.listen(heard);
        worker.shutdownInput();
        assertThrows(
                ExecutionException.class, () -> send(stream, true, "unheard").get(10, TimeUnit.SECONDS));
        worker.send(Frame.MSG, Frame.TEXT, id[0], 0, "last");
        worker.send(Frame.DATA, Frame.END, id[0], 0, "");
        assertEquals("text last", heard.next());
        assertEquals("ended 0 ", heard.next());
        stream.end(0, "");
        assertEquals("slotFree", let.next());
        assertTrue(let.next().startsWith("closed: The connection to the worker broke"));
    }

    @Test
    void aLongMessageIsCutAndKeepsToTheCredit() throws Exception {
        int[] id = new int[1];
        MessageStream stream = granted(id);
        CompletableFuture<Void> sent = send(stream, false, "x".repeat(150_000));
        TestWorker.Received first = worker.receive(Frame.MSG);
        assertEquals(Frame.CHUNK, first.frame().length());
        assertEquals(Frame.MORE, first.frame().flags());
        worker.send(Frame.PING, 0, 0, 7, "");
        assertEquals(Frame.PONG, worker.receive().frame().type()); // no second part before it: credit is for whole ones
        worker.send(Frame.WINDOW, 0, id[0], 100_000, "");
        assertEquals(Frame.CHUNK, worker.receive(Frame.MSG).frame().length());
        TestWorker.Received last = worker.receive(Frame.MSG);
        assertEquals(150_000 - 2 * Frame.CHUNK, last.frame().length());
        assertEquals(0, last.frame().flags());
        sent.get(10, TimeUnit.SECONDS);
    }

    @Test
    void creditIsGivenBackWhenAPartHasBeenTaken() throws Exception {
        int[] id = new int[1];
        Heard heard = new Heard();
        granted(id).listen(heard);
        worker.send(Frame.MSG, 0, id[0], 0, new byte[Frame.CHUNK]);
        heard.next();
        worker.send(Frame.PING, 0, 0, 7, "");
        assertEquals(Frame.PONG, worker.receive().frame().type());
        heard.untaken.remove().succeeded();
        TestWorker.Received window = worker.receive();
        assertEquals(Frame.WINDOW, window.frame().type());
        assertEquals(Frame.CHUNK, window.frame().arg());
    }

    @Test
    void whoSendsMoreThanItsCreditIsCutOff() throws Exception {
        int[] id = new int[1];
        Heard heard = new Heard();
        granted(id).listen(heard);
        for (int i = 0; i < 3; i++) {
            worker.send(Frame.MSG, 0, id[0], 0, new byte[Frame.CHUNK]);
        }
        TestWorker.Received last = worker.receive(Frame.CANCEL);
        assertEquals(ErrorCode.FLOW_CONTROL.code(), last.frame().arg());
        heard.next();
        heard.next();
        assertEquals("lost", heard.next());
    }

    @Test
    void aWorkerThatIsToEndHandsItsStreamsOver() throws Exception {
        int[] id = new int[1];
        Heard heard = new Heard();
        MessageStream stream = granted(id);
        stream.listen(heard);
        let.link.drain(Duration.ofSeconds(5));
        assertEquals("leaving", heard.next());
        stream.end(MessageStream.HANDED_OVER, "");
        assertEquals(0, worker.receive(Frame.DATA).frame().arg());
        worker.send(Frame.MSG, Frame.TEXT, id[0], 0, "last words");
        worker.send(Frame.DATA, Frame.END, id[0], 0, "");
        assertEquals("text last words", heard.next());
        assertEquals("ended 0 ", heard.next());
    }

    @Test
    void aRefusalIsAnOrdinaryAnswer() throws Exception {
        TestCall call = opening();
        int id = send(call);
        worker.answer(id, "{\"status\":403}", "no");
        assertEquals("no", call.text());
        assertEquals(403, call.answer().status());
        assertEquals(Frame.END, worker.receive(Frame.DATA).frame().flags());
        assertEquals("slotFree", let.next());
    }

    @Test
    void aStreamEndsWithItsConnection() throws Exception {
        int[] id = new int[1];
        Heard heard = new Heard();
        granted(id).listen(heard);
        worker.close();
        assertEquals("lost", heard.next());
    }

    @Test
    void streamsNeedNoSlot() throws Exception {
        int[] id = new int[1];
        for (int i = 0; i < 10; i++) {
            granted(id);
            assertEquals("slotFree", let.next());
        }
        TestCall call = TestCall.get();
        worker.answer(send(call), "{\"status\":200}", "still here");
        assertEquals("still here", call.text());
    }

    @Test
    void aCallOfAStreamHasTimeOfItsOwn() throws Exception {
        int[] id = new int[1];
        granted(id);
        String head = "{\"service\":\"other\",\"parent\":" + id[0] + ",\"timeout_ms\":20000}";
        worker.send(Frame.REQ, Frame.END, 2, head.length(), head);
        TestAdmission.Asked asked = let.nextAsked();
        assertTrue(asked.call().deadlineNanos() - System.nanoTime() > TimeUnit.SECONDS.toNanos(11));
    }

    @Test
    void toASynchronousWorkerEachEventIsARequest() throws Exception {
        worker.close();
        connect(false);
        TestCall call = opening();
        TestWorker.Received open = ask(call);
        assertEquals(Frame.END, open.frame().flags());
        assertTrue(open.head().contains("\"event\":\"open\",\"connection\":\"c1\""), open::head);
        worker.answer(open.frame().stream(), "{\"status\":204}", "");
        assertEquals(101, call.answer().status());
        assertTrue(call.answer().messages().isEmpty());

        TestCall message = TestCall.event(SocketEvent.message("c1", true), "hello");
        TestWorker.Received asked = ask(message);
        assertEquals(Frame.END | Frame.TEXT, asked.frame().flags());
        assertEquals("hello", new String(asked.body(), StandardCharsets.UTF_8));
        worker.answer(asked.frame().stream(), "{\"status\":200}", "you too");
        assertEquals("you too", message.text());
        assertEquals(200, message.answer().status());

        TestCall close = TestCall.event(SocketEvent.close("c1", 1005), "");
        assertTrue(ask(close).head().contains("\"event\":\"close\",\"connection\":\"c1\",\"code\":1005"));
    }
}
