package io.bighammer.ipc.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestCall;
import io.bighammer.ipc.TestConfig;
import io.bighammer.ipc.bhp.ErrorCode;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.stream.Window;
import io.bighammer.spi.Answer;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Call;
import io.bighammer.spi.Network;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
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

/** Workers that ask services while they work on a request. */
@Timeout(30)
class WorkerCallsTest {
    private static final int BUDGET = 8 << 20;
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
    private TestWorker synchronous;
    private TestAdmission.Let synchronousLet;
    private TestWorker worker;
    private TestAdmission.Let let;
    private long pongBytes;

    @BeforeEach
    void open() throws Exception {
        door.open(TestConfig.in(home));
        synchronous = TestWorker.introduced(home.resolve("php.sock"), "example");
        synchronousLet = admission.next();
        worker = TestWorker.multiplexing(home.resolve("php.sock"), 8, WINDOW);
        let = admission.next();
    }

    @AfterEach
    void close() throws Exception {
        synchronous.close();
        worker.close();
        door.close(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
        network.close();
        assertEquals(BUDGET, budget.free());
        assertTrue(pool.getLeaks().isEmpty(), pool::dumpLeaks);
    }

    private static void call(TestWorker worker, int stream, String head, String body) throws IOException {
        worker.send(Frame.REQ, Frame.END, stream, head.getBytes().length, head + body);
    }

    private static Answer answer(int status, String body) {
        HttpFields headers =
                HttpFields.build().put("content-type", "text/plain").put("x-name", "å\u0090\u008d");
        return new Answer(status, headers, Content.Source.from(ByteBuffer.wrap(body.getBytes())));
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aCallIsMadeUnderTheIdAndDeadlineOfTheRequestThatTheWorkerWorksOn() throws Exception {
        TestCall request = TestCall.get();
        let.link.send(request, request);
        int stream = worker.receive(Frame.REQ).frame().stream();
        call(worker, 2, """
                {"service":"stock","method":"post","path":"/items","query":"a=1","parent":%d,"timeout_ms":60000,\
                "headers":{"content-type":"text/plain","x-many":["a","b"],"connection":"close","content-length":"99"},\
                "handler":"stock.take","new":[1]}""".formatted(stream), "body");
        TestAdmission.Asked asked = let.nextAsked();
        Call call = asked.call();
        assertEquals("stock", asked.service());
        assertEquals("r-1", call.id());
        assertEquals("POST", call.method());
        assertEquals("/items", call.path());
        assertEquals("a=1", call.query());
        assertEquals("stock.take", call.handler());
        assertEquals("take", call.target());
        assertEquals("127.0.0.1", call.client());
        assertEquals("workers", call.door());
        assertEquals(Map.of(), call.params());
        assertEquals(java.util.List.of("a", "b"), call.headers().getValuesList("x-many"));
        assertFalse(call.headers().contains("connection"));
        assertEquals("4", call.headers().get("content-length"));
        assertFalse(call.idempotent());
        assertSame(request, call.parent().orElseThrow());
        assertTrue(call.deadlineNanos() - System.nanoTime() <= TimeUnit.SECONDS.toNanos(10));
        assertEquals("body", Content.Source.asString(call.body()));
        asked.answer().answered(answer(201, "taken"));
        TestWorker.Received reply = worker.receive();
        assertEquals(Frame.RESP, reply.frame().type());
        assertEquals(2, reply.frame().stream());
        assertTrue(reply.frame().has(Frame.END));
        assertEquals("{\"status\":201,\"headers\":{\"content-type\":\"text/plain\",\"x-name\":\"名\"}}", reply.head());
        assertEquals("taken", new String(reply.body()));
        worker.answer(stream, OK, "done");
        assertEquals("done", request.text());
    }

    @Test
    void aCallOutsideOfAnyRequestGetsAnIdAndADeadlineOfItsOwn() throws Exception {
        call(worker, 2, "{\"service\":\"stock\",\"handler\":null}", "");
        call(worker, 4, "{\"service\":\"stock\",\"timeout_ms\":5}", "");
        Call long30 = let.nextAsked().call();
        Call short5 = let.nextAsked().call();
        assertEquals(32, long30.id().length());
        assertFalse(long30.id().equals(short5.id()));
        assertEquals("GET", long30.method());
        assertEquals("/", long30.path());
        assertEquals("stock", long30.handler());
        assertEquals("handle", long30.target());
        assertTrue(long30.idempotent());
        assertTrue(long30.parent().isEmpty());
        long left = long30.deadlineNanos() - System.nanoTime();
        assertTrue(left > TimeUnit.SECONDS.toNanos(10) && left <= TimeUnit.SECONDS.toNanos(30));
        assertTrue(short5.deadlineNanos() - System.nanoTime() <= TimeUnit.MILLISECONDS.toNanos(5));
    }

    @Test
    void aLargeBodyAndALargeAnswerKeepToTheCreditOfTheirStream() throws Exception {
        String head = "{\"service\":\"stock\",\"method\":\"POST\"}";
        worker.send(Frame.REQ, 0, 2, head.length(), head);
        worker.send(Frame.DATA, 0, 2, 0, new byte[Window.SIZE]);
        TestAdmission.Asked asked = let.nextAsked();
        long read = 0;
        while (read < Window.SIZE) {
            Content.Chunk chunk = asked.call().body().read();
            if (chunk != null) {
                read += chunk.remaining();
                chunk.release();
            }
        }
        TestWorker.Received credit = worker.receive(Frame.WINDOW);
        assertEquals(2, credit.frame().stream());
        worker.send(Frame.DATA, Frame.END, 2, 0, new byte[credit.frame().arg()]);
        assertEquals(
                credit.frame().arg(),
                asked.call().body().getLength() + 1 + credit.frame().arg());
        BulkSource source = new BulkSource(2 * WINDOW);
        asked.answer().answered(new Answer(200, HttpFields.EMPTY, source));
        long taken = 0;
        while (taken < WINDOW) {
            taken += worker.receive().body().length;
        }
        assertEquals(WINDOW, taken);
        worker.send(Frame.WINDOW, 0, 2, WINDOW, "");
        TestWorker.Received last = worker.receive();
        while (!last.frame().has(Frame.END)) {
            last = worker.receive();
        }
        Deadline.await(() -> source.inUse.get() == 0);
    }

    @Test
    void aFailureIsAnAnswerThatTheCallersLanguageUnderstands() throws Exception {
        Map<Kind, Integer> statuses = Map.of(
                Kind.NOT_PROCESSED, 503,
                Kind.UNAVAILABLE, 503,
                Kind.OVERLOADED, 503,
                Kind.LOST, 502,
                Kind.BAD_ANSWER, 502,
                Kind.TIMEOUT, 504);
        int stream = 0;
        for (Map.Entry<Kind, Integer> kind : statuses.entrySet()) {
            stream += 2;
            call(worker, stream, "{\"service\":\"st\\\"ock\"}", "");
            let.nextAsked().answer().failed(new ServiceException(kind.getKey(), "inner reason"));
            TestWorker.Received reply = worker.receive();
            assertEquals(stream, reply.frame().stream());
            assertTrue(reply.head().startsWith("{\"status\":" + kind.getValue()), reply.head());
            String body = new String(reply.body());
            assertTrue(
                    body.startsWith("{\"status\":%d,\"message\":\"The service 'st\\\"ock' ".formatted(kind.getValue())),
                    body);
            assertTrue(body.endsWith("\",\"data\":null}") && !body.contains("inner"), body);
        }
    }

    @Test
    void aCallThatMayNotBeMadeIsRefusedWithTheReason() throws Exception {
        call(worker, 2, "{\"service\":\"stock\"}", "");
        let.nextAsked().answer().failed(new ServiceException(Kind.REFUSED, "It goes round in a circle"));
        TestWorker.Received refusal = worker.receive();
        assertEquals(Frame.CANCEL, refusal.frame().type());
        assertEquals(2, refusal.frame().stream());
        assertEquals(ErrorCode.REFUSED.code(), refusal.frame().arg());
        assertEquals("It goes round in a circle", refusal.text());
    }

    @Test
    void whatIsNoCallIsSentBackAndTheWorkerStays() throws Exception {
        int stream = 0;
        for (String head : new String[] {
            "{}",
            "{",
            "[]",
            "{\"service\":5}",
            "{\"service\":\"s\",\"path\":\"x\"}",
            "{\"service\":\"s\",\"method\":\"G T\"}",
            "{\"service\":\"s\",\"timeout_ms\":-1}",
            "{\"service\":\"s\",\"headers\":{\"a\":\"b\\r\\nc: d\"}}"
        }) {
            stream += 2;
            worker.send(Frame.REQ, 0, stream, head.length(), head + "body");
            worker.send(Frame.DATA, Frame.END, stream, 0, "more");
            TestWorker.Received refusal = worker.receive();
            assertEquals(Frame.CANCEL, refusal.frame().type(), head);
            assertEquals(stream, refusal.frame().stream());
            assertEquals(ErrorCode.PROTOCOL.code(), refusal.frame().arg());
        }
        assertNull(let.asked.poll());
        TestCall request = TestCall.get();
        let.link.send(request, request);
        worker.answer(worker.receive(Frame.REQ).frame().stream(), OK, "still here");
        assertEquals("still here", request.text());
    }

    @Test
    void aStreamThatIsInUseOrTheGatewaysCannotBeginACall() throws Exception {
        call(worker, 2, "{\"service\":\"stock\"}", "");
        let.nextAsked();
        call(worker, 2, "{\"service\":\"stock\"}", "");
        assertEquals(
                "REQ on stream 2, which is in use", worker.receive(Frame.CANCEL).text());
        call(synchronous, 1, "{\"service\":\"stock\"}", "");
        assertEquals(
                "REQ on stream 1, which is the gateway's",
                synchronous.receive(Frame.CANCEL).text());
    }

    @Test
    void dataForACallThatNeverWasShutsTheWorkerOut() throws Exception {
        worker.send(Frame.DATA, 0, 2, 0, "x");
        assertEquals("Stream 2 was never opened", worker.receive(Frame.CANCEL).text());
    }

    @Test
    void aCallIsOverWithTheRequestThatItWasMadeFor() throws Exception {
        TestCall request = TestCall.get();
        let.link.send(request, request);
        int stream = worker.receive(Frame.REQ).frame().stream();
        call(worker, 2, "{\"service\":\"stock\",\"parent\":%d}".formatted(stream), "");
        TestAdmission.Asked asked = let.nextAsked();
        CountDownLatch cancelled = new CountDownLatch(1);
        asked.call().onCancel(cancelled::countDown);
        request.cancel();
        await(cancelled);
        TestWorker.Received first = worker.receive(Frame.CANCEL);
        TestWorker.Received second = worker.receive(Frame.CANCEL);
        assertEquals(stream + 2, first.frame().stream() + second.frame().stream());
        asked.answer().answered(answer(200, "too late"));
        worker.send(Frame.CANCEL, 0, stream, 4, "");
        assertEquals("slotFree", let.next());
        // Who asks for a request that is over is told so.
        call(worker, 4, "{\"service\":\"stock\",\"parent\":%d}".formatted(stream), "");
        TestWorker.Received refusal = worker.receive();
        assertEquals(4, refusal.frame().stream());
        assertEquals(ErrorCode.CANCELLED.code(), refusal.frame().arg());
    }

    @Test
    void anAnsweredRequestEndsItsCalls() throws Exception {
        TestCall request = TestCall.get();
        let.link.send(request, request);
        int stream = worker.receive(Frame.REQ).frame().stream();
        call(worker, 2, "{\"service\":\"stock\",\"parent\":%d}".formatted(stream), "");
        CountDownLatch cancelled = new CountDownLatch(1);
        let.nextAsked().call().onCancel(cancelled::countDown);
        worker.answer(stream, OK, "done without it");
        await(cancelled);
        assertEquals(2, worker.receive(Frame.CANCEL).frame().stream());
        assertEquals("done without it", request.text());
    }

    @Test
    void aWorkerMayCancelItsCall() throws Exception {
        call(worker, 2, "{\"service\":\"stock\"}", "");
        TestAdmission.Asked asked = let.nextAsked();
        CountDownLatch cancelled = new CountDownLatch(1);
        asked.call().onCancel(cancelled::countDown);
        worker.send(Frame.CANCEL, 0, 2, 4, "");
        await(cancelled);
        asked.answer().failed(new ServiceException(Kind.CANCELLED, "Nobody waits"));
        call(worker, 4, "{\"service\":\"stock\"}", "");
        let.nextAsked().answer().answered(answer(200, "next"));
        assertEquals(4, worker.receive().frame().stream());
    }

    @Test
    void theCallsOfAWorkerThatDiesAreCancelled() throws Exception {
        String head = "{\"service\":\"stock\"}";
        worker.send(Frame.REQ, 0, 2, head.length(), head + "x".repeat(20_000));
        Call call = let.nextAsked().call();
        CountDownLatch cancelled = new CountDownLatch(1);
        call.onCancel(cancelled::countDown);
        worker.close();
        await(cancelled);
        assertTrue(Content.Chunk.isFailure(call.body().read()));
    }

    @Test
    void anAnswerThatBreaksOffIsBrokenOffForTheWorkerToo() throws Exception {
        call(worker, 2, "{\"service\":\"stock\"}", "");
        AsyncContent body = new AsyncContent();
        let.nextAsked().answer().answered(new Answer(200, HttpFields.EMPTY, body));
        Content.Sink.write(body, false, "half", Callback.NOOP);
        assertEquals("half", worker.receive(Frame.DATA).text());
        body.fail(new IOException("The worker died"));
        TestWorker.Received cancel = worker.receive(Frame.CANCEL);
        assertEquals(ErrorCode.INTERNAL.code(), cancel.frame().arg());
    }

    @Test
    void anAnswerThatBreaksOffBeforeItBeganIsABadGateway() throws Exception {
        call(worker, 2, "{\"service\":\"stock\"}", "");
        AsyncContent body = new AsyncContent();
        body.fail(new IOException("The worker died"));
        let.nextAsked().answer().answered(new Answer(200, HttpFields.EMPTY, body));
        assertTrue(worker.receive().head().startsWith("{\"status\":502"));
    }

    @Test
    void anAnswerBeforeTheEndOfTheCallsBodyStopsTheBody() throws Exception {
        String head = "{\"service\":\"stock\"}";
        worker.send(Frame.REQ, 0, 2, head.length(), head + "half");
        let.nextAsked().answer().answered(answer(413, "too much"));
        TestWorker.Received reply = worker.receive();
        assertTrue(reply.frame().has(Frame.END));
        assertEquals(Frame.CANCEL, worker.receive().frame().type());
        worker.send(Frame.DATA, Frame.END, 2, 0, "other half");
        call(worker, 4, "{\"service\":\"stock\"}", "");
        assertEquals("stock", let.nextAsked().service());
    }

    /** The socket between them holds far less than what both bodies are. */
    @Test
    void aSynchronousWorkerThatCallsIsNotDrownedInItsOwnRequest() throws Exception {
        BulkSource upload = new BulkSource(20_000_000);
        TestCall request = TestCall.post(upload);
        synchronousLet.link.send(request, request);
        TestWorker.Received frame = synchronous.receive();
        int stream = frame.frame().stream();
        long taken = frame.body().length;
        String head = "{\"service\":\"stock\",\"parent\":%d}".formatted(stream);
        synchronous.send(Frame.REQ, 0, 2, head.length(), head);
        TestAdmission.Asked asked = synchronousLet.nextAsked();
        var thread = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Long> read =
                    CompletableFuture.supplyAsync(() -> readAll(asked.call().body()), thread);
            for (int i = 0; i < 200; i++) {
                synchronous.send(Frame.DATA, i == 199 ? Frame.END : 0, 2, 0, new byte[Frame.CHUNK]);
            }
            assertEquals(200L * Frame.CHUNK, read.get(10, TimeUnit.SECONDS));
        } finally {
            thread.shutdown();
        }
        bytesToPong(1);
        // What was under way has come; of the rest nothing does, however much it reads.
        assertTrue(bytesToPong(2) + bytesToPong(3) + bytesToPong(4) <= Frame.CHUNK);
        asked.answer().answered(answer(200, "answer"));
        frame = synchronous.receive();
        long between = 0;
        while (frame.frame().stream() == stream) {
            between += frame.body().length;
            frame = synchronous.receive();
        }
        assertEquals("answer", new String(frame.body()));
        assertTrue(
                pongBytes + between < 2 << 20,
                "%d bytes of the request came before the answer".formatted(pongBytes + between));
        taken += between + pongBytes;
        while (!frame.frame().has(Frame.END) || frame.frame().stream() != stream) {
            frame = synchronous.receive();
            taken += frame.body().length;
        }
        assertEquals(20_000_000, taken);
        synchronous.answer(stream, OK, "");
        assertEquals("", request.text());
    }

    private long bytesToPong(int number) throws IOException {
        synchronous.send(Frame.PING, 0, 0, number, "");
        long bytes = 0;
        TestWorker.Received next = synchronous.receive();
        while (next.frame().type() != Frame.PONG) {
            bytes += next.body().length;
            next = synchronous.receive();
        }
        pongBytes += bytes;
        return bytes;
    }

    private static long readAll(Content.Source body) {
        try {
            long count = 0;
            while (true) {
                Content.Chunk chunk = body.read();
                if (chunk == null) {
                    CountDownLatch there = new CountDownLatch(1);
                    body.demand(there::countDown);
                    await(there);
                    continue;
                }
                count += chunk.remaining();
                boolean last = chunk.isLast();
                chunk.release();
                if (last) {
                    return count;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
