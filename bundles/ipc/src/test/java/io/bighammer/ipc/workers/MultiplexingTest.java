package io.bighammer.ipc.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestCall;
import io.bighammer.ipc.TestConfig;
import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.stream.Window;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Network;
import io.bighammer.spi.ServiceException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that takes many requests at once, with credit for each body. */
@Timeout(30)
class MultiplexingTest {
    private static final int BUDGET = 8 << 20;
    private static final int STREAMS = 64;
    private static final int WINDOW = 100_000;
    private static final String OK = "{\"status\":200}";

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

    @BeforeEach
    void open() throws Exception {
        door.open(TestConfig.in(home));
        worker = TestWorker.multiplexing(home.resolve("php.sock"), STREAMS, WINDOW);
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

    private int send(TestCall call) throws IOException {
        let.link.send(call, call);
        return worker.receive(Frame.REQ).frame().stream();
    }

    private void begin(int stream, byte[] body) throws IOException {
        byte[] payload = ByteBuffer.allocate(OK.length() + body.length)
                .put(OK.getBytes())
                .put(body)
                .array();
        worker.send(Frame.RESP, 0, stream, OK.length(), payload);
    }

    private void servesOn() throws Exception {
        TestCall call = TestCall.get();
        worker.answer(send(call), OK, "still here");
        assertEquals("still here", call.text());
        assertEquals("slotFree", let.next());
    }

    @Test
    void admissionHearsWhatTheWorkerTakes() {
        assertEquals(STREAMS, let.hello.maxStreams());
        assertEquals(WINDOW, let.hello.window());
    }

    @Test
    void answersFindTheirRequestsInWhateverOrderTheyCome() throws Exception {
        List<TestCall> calls = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            TestCall call = TestCall.post("n" + i);
            calls.add(call);
            let.link.send(call, call);
        }
        List<TestWorker.Received> requests = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            requests.add(worker.receive(Frame.REQ));
        }
        Collections.shuffle(requests, new java.util.Random(1));
        for (TestWorker.Received request : requests) {
            begin(request.frame().stream(), "echo ".getBytes());
        }
        Collections.reverse(requests);
        for (TestWorker.Received request : requests) {
            worker.send(Frame.DATA, Frame.END, request.frame().stream(), 0, request.body());
        }
        for (int i = 0; i < STREAMS; i++) {
            assertEquals("echo n" + i, calls.get(i).text());
            assertEquals("slotFree", let.next());
        }
        servesOn();
    }

    @Test
    void noMoreRequestsAreSentThanTheWorkerTakes() throws Exception {
        for (int i = 0; i < STREAMS; i++) {
            send(TestCall.get());
        }
        TestCall oneTooMany = TestCall.get();
        let.link.send(oneTooMany, oneTooMany);
        assertEquals(Kind.NOT_PROCESSED, oneTooMany.failure().kind());
    }

    @Test
    void aBodyIsSentAsFarAsTheWorkerHasGivenCredit() throws Exception {
        BulkSource source = new BulkSource(1_000_000);
        TestCall call = TestCall.post(source);
        let.link.send(call, call);
        TestWorker.Received frame = worker.receive();
        int stream = frame.frame().stream();
        int credit = WINDOW;
        long taken = frame.body().length;
        while (!frame.frame().has(Frame.END)) {
            if (taken == credit) {
                // A PING's answer comes behind all that was sent before it.
                worker.send(Frame.PING, 0, 0, 1, "");
                assertEquals(Frame.PONG, worker.receive().frame().type());
                worker.send(Frame.WINDOW, 0, stream, 70_001, "");
                credit += 70_001;
            }
            frame = worker.receive();
            assertEquals(stream, frame.frame().stream());
            taken += frame.body().length;
            assertTrue(taken <= credit, () -> "sent without credit");
        }
        assertEquals(1_000_000, taken);
        worker.answer(stream, OK, "");
        assertEquals("", call.text());
        Deadline.await(() -> source.inUse.get() == 0);
    }

    @Test
    void theEndOfABodyNeedsNoCredit() throws Exception {
        TestCall call = TestCall.post(new BulkSource(WINDOW));
        let.link.send(call, call);
        TestWorker.Received frame = worker.receive();
        while (!frame.frame().has(Frame.END)) {
            frame = worker.receive();
        }
        worker.answer(frame.frame().stream(), OK, "");
        assertEquals("", call.text());
    }

    @Test
    void aSlowClientHoldsUpNobodyButItself() throws Exception {
        TestCall slow = TestCall.get();
        int stream = send(slow);
        begin(stream, new byte[Window.SIZE / 2]);
        worker.send(Frame.DATA, 0, stream, 0, new byte[Window.SIZE / 2]);
        for (int i = 0; i < 100; i++) {
            servesOn();
        }
        Content.Source body = slow.answer().body();
        Content.Chunk chunk = body.read();
        int read = 0;
        while (chunk != null) {
            read += chunk.remaining();
            chunk.release();
            chunk = body.read();
        }
        assertEquals(Window.SIZE, read);
        TestWorker.Received credit = worker.receive(Frame.WINDOW);
        assertEquals(stream, credit.frame().stream());
        int given = credit.frame().arg();
        while (given < Window.SIZE) {
            given += worker.receive(Frame.WINDOW).frame().arg();
        }
        assertEquals(Window.SIZE, given);
        worker.send(Frame.DATA, Frame.END, stream, 0, "");
        assertEquals("", slow.text());
    }

    @Test
    void aWorkerThatSendsMoreThanItsCreditIsShutOut() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        begin(stream, new byte[Window.SIZE]);
        worker.send(Frame.DATA, 0, stream, 0, "x");
        TestWorker.Received cancel = worker.receive(Frame.CANCEL);
        assertEquals(0, cancel.frame().stream());
        assertEquals(ErrorCode.FLOW_CONTROL.code(), cancel.frame().arg());
        assertTrue(let.next().startsWith("closed: The other side sent more on a stream than its credit"));
        assertEquals(200, call.answer().status());
        call.answer().body().fail(new IOException("enough"));
    }

    @Test
    void moreCreditThanThereCanBeShutsTheWorkerOut() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        worker.send(Frame.WINDOW, 0, stream, Integer.MAX_VALUE, "");
        assertEquals(
                ErrorCode.FLOW_CONTROL.code(),
                worker.receive(Frame.CANCEL).frame().arg());
        assertEquals(Kind.LOST, call.failure().kind());
    }

    @Test
    void aSlotIsFreeOnlyWhenTheWorkerHasConfirmedTheCancel() throws Exception {
        TestCall left = TestCall.get();
        TestCall stays = TestCall.get();
        int stream = send(left);
        int other = send(stays);
        left.cancel();
        assertEquals(Kind.CANCELLED, left.failure().kind());
        TestWorker.Received cancel = worker.receive();
        assertEquals(Frame.CANCEL, cancel.frame().type());
        assertEquals(stream, cancel.frame().stream());
        worker.answer(other, OK, "mine");
        assertEquals("mine", stays.text());
        assertEquals("slotFree", let.next());
        assertNull(let.events.poll());
        worker.send(Frame.CANCEL, 0, stream, 4, "");
        assertEquals("slotFree", let.next());
        // Too late for anybody.
        worker.answer(stream, OK, "late");
        servesOn();
    }

    @Test
    void aCancelledAnswerGetsNoMoreCredit() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        begin(stream, new byte[Window.SIZE]);
        call.answer().body().fail(new IOException("The client left"));
        assertEquals(Frame.CANCEL, worker.receive().frame().type());
        worker.send(Frame.PING, 0, 0, 1, "");
        assertEquals(Frame.PONG, worker.receive().frame().type());
        worker.send(Frame.CANCEL, 0, stream, 4, "");
        assertEquals("slotFree", let.next());
    }

    @Test
    void aWorkerThatDrainsAnswersWhatItNamesAndTheRestGoesElsewhere() throws Exception {
        List<TestCall> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            calls.add(TestCall.get());
            send(calls.get(i));
        }
        worker.send(Frame.DRAIN, 0, 0, 5, "");
        assertEquals("drained", let.next());
        worker.receive(Frame.DRAIN);
        for (int i = 3; i < 6; i++) {
            assertEquals(Kind.NOT_PROCESSED, calls.get(i).failure().kind());
        }
        for (int i = 0; i < 3; i++) {
            worker.answer(2 * i + 1, OK, "kept");
            assertEquals("kept", calls.get(i).text());
        }
        for (int i = 0; i < 6; i++) {
            assertEquals("slotFree", let.next());
        }
        // It has refused them too, before it heard that it need not.
        worker.send(Frame.CANCEL, 0, 7, ErrorCode.DRAINING.code(), "");
        TestCall late = TestCall.get();
        let.link.send(late, late);
        assertEquals(Kind.NOT_PROCESSED, late.failure().kind());
    }

    @Test
    void aWorkerThatIsDrainedFinishesAllItHas() throws Exception {
        TestCall one = TestCall.get();
        TestCall two = TestCall.get();
        int first = send(one);
        int second = send(two);
        let.link.drain(Duration.ofSeconds(1));
        worker.receive(Frame.DRAIN);
        worker.answer(second, OK, "two");
        worker.answer(first, OK, "one");
        worker.send(Frame.DRAIN, 0, 0, second, "");
        assertEquals("one", one.text());
        assertEquals("two", two.text());
        assertEquals(List.of("slotFree", "slotFree", "drained"), List.of(let.next(), let.next(), let.next()));
    }

    @Test
    void aWorkerThatDiesLosesAllItsRequests() throws Exception {
        List<TestCall> calls = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            calls.add(TestCall.get());
            send(calls.get(i));
        }
        worker.close();
        for (TestCall call : calls) {
            assertEquals(Kind.LOST, call.failure().kind());
        }
        assertTrue(let.next().startsWith("closed: "));
    }

    @Test
    void theDoorWaitsForTheLastOfManyRequests() throws Exception {
        TestCall one = TestCall.get();
        TestCall two = TestCall.get();
        int first = send(one);
        int second = send(two);
        var closed = door.close(Duration.ofSeconds(20));
        worker.answer(first, OK, "one");
        assertEquals("one", one.text());
        assertFalse(closed.isDone());
        worker.answer(second, OK, "two");
        assertEquals("two", two.text());
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aMessageNeedsAStreamInMessageMode() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        worker.send(Frame.MSG, Frame.TEXT, stream, 0, "hello");
        assertEquals(
                "Stream 1 is not in message mode", worker.receive(Frame.CANCEL).text());
        assertEquals(Kind.LOST, call.failure().kind());
    }

    @Test
    void messageModeThatNobodyAskedForIsNoAnswer() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        worker.send(Frame.RESP, Frame.UPGRADE, stream, OK.length(), OK);
        assertEquals(Kind.BAD_ANSWER, call.failure().kind());
        worker.send(Frame.CANCEL, 0, stream, 4, "");
        assertEquals("slotFree", let.next());
        servesOn();
    }

    @Test
    void theFilesThatAWorkerHasLoadedAreToldOn() throws Exception {
        worker.send(
                Frame.EVENT,
                Frame.ONEWAY | Frame.OPTIONAL,
                0,
                0,
                "{\"more\":{\"files\":[\"/no\"]},\"files\":[\"/a/b.php\",\"relative\",5,[\"/no\"],\"/名\"],\"x\":[1]}");
        assertEquals("loaded [/a/b.php, /名]", let.next());
    }

    @Test
    void aWorkerThatDoesNotReadWhatItAsksForIsShutOut() throws Exception {
        ByteBuffer pings = ByteBuffer.allocate(1000 * Frame.HEADER_SIZE);
        for (int i = 0; i < 1000; i++) {
            new Frame(Frame.PING, 0, 0, 0, i).putTo(pings, i * Frame.HEADER_SIZE);
        }
        try {
            for (int i = 0; i < 100_000; i++) {
                worker.write(pings.rewind());
            }
        } catch (IOException shutOut) {
            // As it should be.
        }
        assertTrue(let.next().contains("wait for the other side to read them"));
    }
}
