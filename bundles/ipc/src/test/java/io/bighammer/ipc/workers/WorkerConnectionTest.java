package io.bighammer.ipc.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestCall;
import io.bighammer.ipc.TestConfig;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Network;
import io.bighammer.spi.ServiceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.AsyncContent;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a request at a worker. After each test all memory must have been given back. */
@Timeout(30)
class WorkerConnectionTest {
    private static final int BUDGET = 8 << 20;

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
        worker = TestWorker.introduced(home.resolve("php.sock"), "example");
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

    /** That the worker's next request and answer are the ones that belong together. */
    private void servesOn() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        worker.answer(stream, "{\"status\":200}", "still here");
        assertEquals("still here", call.text());
        assertEquals("slotFree", let.next());
    }

    private void begin(int stream, String body) throws IOException {
        String head = "{\"status\":200}";
        worker.send(Frame.RESP, 0, stream, head.length(), head + body);
    }

    @Test
    void requestsFollowEachOtherOnStreamsOfTheirOwn() throws Exception {
        for (int stream = 1; stream < 10; stream += 2) {
            TestCall call = TestCall.get();
            assertEquals(stream, send(call));
            worker.answer(stream, "{\"status\":200}", "n" + stream);
            assertEquals("n" + stream, call.text());
            assertEquals("slotFree", let.next());
        }
    }

    @Test
    void aWorkerIsFreeAsSoonAsItHasAnsweredThoughTheClientHasNotRead() throws Exception {
        TestCall slow = TestCall.get();
        worker.answer(send(slow), "{\"status\":200}", "x".repeat(500_000));
        assertEquals("slotFree", let.next());
        servesOn();
        assertEquals(500_000, slow.text().length());
    }

    @Test
    void aBodyInPiecesIsPutTogether() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        begin(stream, "one ");
        assertEquals(200, call.answer().status());
        worker.send(Frame.DATA, 0, stream, 0, "two ");
        worker.send(Frame.DATA, 0, stream, 0, "");
        worker.send(Frame.DATA, Frame.END, stream, 0, "three");
        assertEquals("one two three", call.text());
    }

    @Test
    void aRequestBodyThatComesLaterFollowsAsData() throws Exception {
        AsyncContent body = new AsyncContent();
        TestCall call = TestCall.post(body);
        let.link.send(call, call);
        TestWorker.Received request = worker.receive();
        assertFalse(request.frame().has(Frame.END));
        Content.Sink.write(body, true, "later", Callback.NOOP);
        TestWorker.Received data = worker.receive();
        assertEquals("later", data.text());
        while (!data.frame().has(Frame.END)) {
            data = worker.receive();
        }
        worker.answer(request.frame().stream(), "{\"status\":200}", "");
        assertEquals("", call.text());
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestStopsTheRequest() throws Exception {
        AsyncContent body = new AsyncContent();
        TestCall call = TestCall.post(body);
        int stream = send(call);
        worker.answer(stream, "{\"status\":413}", "too much");
        assertEquals("too much", call.text());
        TestWorker.Received cancel = worker.receive();
        assertEquals(Frame.CANCEL, cancel.frame().type());
        assertEquals(stream, cancel.frame().stream());
        assertTrue(Content.Chunk.isFailure(body.read(), true));
        assertEquals("slotFree", let.next());
        // Said as the protocol wants it, and too late to mean anything.
        worker.send(Frame.CANCEL, 0, stream, 4, "");
        servesOn();
    }

    @Test
    void aWorkerThatDiesWithoutAnAnswerLosesTheRequest() throws Exception {
        TestCall call = TestCall.get();
        send(call);
        worker.close();
        assertEquals(Kind.LOST, call.failure().kind());
        assertEquals("closed: The worker closed the connection", let.next());
        TestCall late = TestCall.get();
        let.link.send(late, late);
        assertEquals(Kind.NOT_PROCESSED, late.failure().kind());
    }

    @Test
    void aWorkerThatDiesInMidAnswerFailsTheBody() throws Exception {
        TestCall call = TestCall.get();
        begin(send(call), "half");
        call.answer();
        worker.close();
        IOException failure = assertThrows(IOException.class, call::text);
        assertTrue(failure.toString().contains("The worker closed the connection"), failure::toString);
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerIsCancelled() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        call.cancel();
        assertEquals(Kind.CANCELLED, call.failure().kind());
        TestWorker.Received cancel = worker.receive();
        assertEquals(Frame.CANCEL, cancel.frame().type());
        assertEquals(4, cancel.frame().arg());
        assertTrue(let.events.isEmpty());
        worker.answer(stream, "{\"status\":200}", "nobody hears this");
        assertEquals("slotFree", let.next());
        servesOn();
    }

    @Test
    void aRequestThatNobodyWaitsForWhenItIsSentNeverReachesTheWorker() throws Exception {
        TestCall call = TestCall.get();
        call.cancel();
        let.link.send(call, call);
        assertEquals(Kind.CANCELLED, call.failure().kind());
        assertEquals("slotFree", let.next());
        TestCall next = TestCall.get();
        let.link.send(next, next);
        TestWorker.Received request = worker.receive();
        assertEquals(Frame.REQ, request.frame().type());
        worker.answer(request.frame().stream(), "{\"status\":200}", "");
        assertEquals("", next.text());
    }

    @Test
    void aClientThatLeavesInMidAnswerGetsTheRestDropped() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        begin(stream, "x".repeat(100_000));
        call.answer().body().fail(new IOException("The client left"));
        worker.receive(Frame.CANCEL);
        for (int i = 0; i < 100; i++) {
            worker.send(Frame.DATA, 0, stream, 0, new byte[Frame.CHUNK]);
        }
        assertEquals(BUDGET, budget.free());
        worker.send(Frame.DATA, Frame.END, stream, 0, "");
        assertEquals("slotFree", let.next());
        servesOn();
    }

    @Test
    void aClientThatBreaksOffItsUploadIsCancelled() throws Exception {
        AsyncContent body = new AsyncContent();
        TestCall call = TestCall.post(body);
        int stream = send(call);
        body.fail(new IOException("The client left"));
        assertEquals(Kind.CANCELLED, call.failure().kind());
        assertEquals(Frame.CANCEL, worker.receive().frame().type());
        worker.send(Frame.CANCEL, 0, stream, 4, "");
        assertEquals("slotFree", let.next());
        servesOn();
    }

    @Test
    void aBodyThatIsBrokenFromTheStartNeverReachesTheWorker() throws Exception {
        AsyncContent body = new AsyncContent();
        body.fail(new IOException("The client left"));
        TestCall call = TestCall.post(body);
        let.link.send(call, call);
        assertEquals(Kind.CANCELLED, call.failure().kind());
        assertEquals("slotFree", let.next());
        servesOn();
    }

    @Test
    void aWorkerMayRefuseARequestSoThatItCanBeSentElsewhere() throws Exception {
        TestCall call = TestCall.get();
        worker.send(Frame.CANCEL, 0, send(call), 11, "busy");
        assertEquals(Kind.NOT_PROCESSED, call.failure().kind());
        assertEquals("slotFree", let.next());
    }

    @Test
    void aSecondRequestIsNotSentToABusyWorker() throws Exception {
        TestCall first = TestCall.get();
        int stream = send(first);
        TestCall second = TestCall.get();
        let.link.send(second, second);
        assertEquals(Kind.NOT_PROCESSED, second.failure().kind());
        worker.answer(stream, "{\"status\":200}", "");
        assertEquals("", first.text());
    }

    @Test
    void whatIsNoAnswerFailsTheCallAndNotTheWorker() throws Exception {
        for (String head : new String[] {
            "{\"status\":99}",
            "[]",
            "{",
            "{\"status\":200,\"headers\":{\"a b\":\"c\"}}",
            "{\"status\":200,\"headers\":{\"content-length\":\"3\"}}"
        }) {
            TestCall call = TestCall.get();
            worker.answer(send(call), head, "body");
            assertEquals(Kind.BAD_ANSWER, call.failure().kind(), head);
            assertEquals("slotFree", let.next());
        }
        servesOn();
    }

    @Test
    void anAnswerShorterThanItAnnouncedFailsItsBody() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        String head = "{\"status\":200,\"headers\":{\"content-length\":\"10\"}}";
        worker.send(Frame.RESP, 0, stream, head.length(), head + "12345");
        assertEquals(10, call.answer().body().getLength());
        worker.send(Frame.DATA, Frame.END, stream, 0, "");
        assertThrows(IOException.class, call::text);
        assertEquals("slotFree", let.next());
        servesOn();
    }

    @Test
    void anAnswerToHeadMayAnnounceABodyThatItHasNot() throws Exception {
        TestCall call = new TestCall("HEAD", HttpFields.EMPTY, Content.Source.from());
        worker.answer(send(call), "{\"status\":200,\"headers\":{\"content-length\":10}}", "");
        assertEquals("10", call.answer().headers().get("content-length"));
        assertEquals("", call.text());
    }

    @Test
    void anAnswerToNobodyClosesTheConnection() throws Exception {
        worker.answer(7, "{\"status\":200}", "");
        assertEquals("Stream 7 was never opened", worker.receive(Frame.CANCEL).text());
        assertEquals("closed: Stream 7 was never opened", let.next());
    }

    @Test
    void dataBeforeAnAnswerClosesTheConnection() throws Exception {
        TestCall call = TestCall.get();
        worker.send(Frame.DATA, 0, send(call), 0, "x");
        assertEquals(Kind.LOST, call.failure().kind());
    }

    @Test
    void aWorkerConfirmsThatItEnds() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        let.link.drain(Duration.ofSeconds(3));
        assertEquals(3000, worker.receive(Frame.DRAIN).frame().arg());
        worker.answer(stream, "{\"status\":200}", "last");
        assertEquals("last", call.text());
        assertEquals("slotFree", let.next());
        worker.send(Frame.DRAIN, 0, 0, stream, "");
        assertEquals("drained", let.next());
        worker.close();
        assertTrue(let.next().startsWith("closed: "));
    }

    @Test
    void aWorkerThatWantsToEndIsConfirmedAndGivesBackWhatItHasNotBegun() throws Exception {
        TestCall call = TestCall.get();
        int stream = send(call);
        worker.send(Frame.DRAIN, 0, 0, stream - 2, "");
        assertEquals("drained", let.next());
        assertEquals(Kind.NOT_PROCESSED, call.failure().kind());
        worker.receive(Frame.DRAIN);
        TestCall late = TestCall.get();
        let.link.send(late, late);
        assertEquals(Kind.NOT_PROCESSED, late.failure().kind());
    }

    @Test
    void aPingIsAnswered() throws Exception {
        worker.send(Frame.PING, 0, 0, 77, "");
        assertEquals(77, worker.receive(Frame.PONG).frame().arg());
    }

    @Test
    void closingALinkFailsItsRequestWithTheReason() throws Exception {
        TestCall call = TestCall.get();
        send(call);
        let.link.close("It hangs");
        assertEquals("It hangs", call.failure().getMessage());
        assertEquals("closed: It hangs", let.next());
        assertEquals("", worker.readToEnd());
    }
}
