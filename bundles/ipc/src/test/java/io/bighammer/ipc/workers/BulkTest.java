package io.bighammer.ipc.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.ipc.TestCall;
import io.bighammer.ipc.TestConfig;
import io.bighammer.ipc.bhp.Frame;
import io.bighammer.ipc.stream.Share;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are larger than the memory for them: each side goes at the speed of the slower one. */
@Timeout(60)
class BulkTest {
    private static final long LENGTH = 100_000_000;
    /** What the two socket buffers and the buffers of one read and one write can hold beside the queue. */
    private static final long ON_THE_WAY = 1 << 20;

    @TempDir
    Path home;

    private final TestAdmission admission = new TestAdmission();
    private final ArrayByteBufferPool.Tracking pool = new ArrayByteBufferPool.Tracking();
    private final Network network = new Network(pool);
    private BufferBudget budget;
    private long budgetAtStart;
    private WorkersDoor door;
    private TestWorker worker;
    private TestAdmission.Let let;

    private void open(long bytes) throws Exception {
        budgetAtStart = bytes;
        budget = new BufferBudget(bytes);
        door = new WorkersDoor(admission, budget, network, Duration.ofSeconds(5), Duration.ofSeconds(2));
        door.open(TestConfig.in(home));
        worker = TestWorker.introduced(home.resolve("php.sock"), "example");
        let = admission.next();
    }

    @AfterEach
    void close() throws Exception {
        worker.close();
        door.close(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
        network.close();
        assertEquals(budgetAtStart, budget.free());
        assertTrue(pool.getLeaks().isEmpty(), pool::dumpLeaks);
    }

    @Test
    void anUploadIsReadAsFastAsTheWorkerTakesIt() throws Exception {
        open(0);
        BulkSource source = new BulkSource(LENGTH);
        TestCall call = TestCall.post(source);
        let.link.send(call, call);
        TestWorker.Received frame = worker.receive();
        int stream = frame.frame().stream();
        long taken = check(frame.body(), 0);
        while (!frame.frame().has(Frame.END)) {
            frame = worker.receive();
            assertTrue(frame.payload().length <= Frame.CHUNK);
            taken = check(frame.body(), taken);
            assertTrue(source.given.get() - taken < ON_THE_WAY, "more was read than the worker could take");
        }
        assertEquals(LENGTH, taken);
        assertEquals(1, source.mostInUse.get());
        worker.answer(stream, "{\"status\":200}", "thanks");
        assertEquals("thanks", call.text());
        assertEquals(0, source.inUse.get());
    }

    @Test
    void aSmallBodyIsGivenBackAsSoonAsItIsCopied() throws Exception {
        open(0);
        BulkSource source = new BulkSource(10_000);
        TestCall call = TestCall.post(source);
        let.link.send(call, call);
        assertEquals(0, source.inUse.get());
        TestWorker.Received frame = worker.receive();
        assertTrue(frame.frame().has(Frame.END));
        assertEquals(10_000, check(frame.body(), 0));
    }

    @Test
    void anUploadThatTheWorkerDoesNotWaitForIsLetGo() throws Exception {
        open(0);
        BulkSource source = new BulkSource(LENGTH);
        TestCall call = TestCall.post(source);
        let.link.send(call, call);
        worker.answer(worker.receive().frame().stream(), "{\"status\":413}", "");
        assertEquals("", call.text());
        worker.receive(Frame.CANCEL);
        assertTrue(source.given.get() < LENGTH);
        Deadline.await(() -> source.inUse.get() == 0);
        assertEquals("slotFree", let.next());
    }

    @Test
    void aDownloadWaitsForTheClientInAFifthOfTheBudget() throws Exception {
        open(40 << 20);
        download(8 << 20);
    }

    @Test
    void aDownloadWaitsForTheClientInOneMegabyteOfALittleBudget() throws Exception {
        open(4 << 20);
        download(Share.LEAST);
    }

    @Test
    void aDownloadWithoutBudgetGoesOnInOneBufferAtATime() throws Exception {
        open(0);
        download(0);
    }

    private void download(long mostWaiting) throws Exception {
        TestCall call = TestCall.get();
        let.link.send(call, call);
        int stream = worker.receive(Frame.REQ).frame().stream();
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendBulk(stream, sent));
        Content.Source body = call.answer().body();
        if (mostWaiting > 0) {
            Deadline.await(() -> budget.free() < budgetAtStart - mostWaiting / 2);
            assertTrue(budget.free() >= budgetAtStart - mostWaiting);
        }
        assertFalse(sending.isDone());
        long read = 0;
        boolean last = false;
        while (!last) {
            Content.Chunk chunk = next(body);
            byte[] bytes = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(bytes);
            read = check(bytes, read);
            assertTrue(sent.get() - read < mostWaiting + ON_THE_WAY, "more was taken in than may wait");
            last = chunk.isLast();
            chunk.release();
        }
        assertEquals(LENGTH, read);
        sending.get(10, TimeUnit.SECONDS);
    }

    private static Content.Chunk next(Content.Source body) throws InterruptedException {
        Content.Chunk chunk = body.read();
        while (chunk == null) {
            CountDownLatch there = new CountDownLatch(1);
            body.demand(there::countDown);
            assertTrue(there.await(10, TimeUnit.SECONDS));
            chunk = body.read();
        }
        assertFalse(Content.Chunk.isFailure(chunk), () -> "the body failed");
        return chunk;
    }

    private void sendBulk(int stream, AtomicLong sent) {
        try {
            String head = "{\"status\":200,\"headers\":{\"content-length\":%d}}".formatted(LENGTH);
            worker.send(Frame.RESP, 0, stream, head.length(), head);
            while (sent.get() < LENGTH) {
                byte[] piece = new byte[(int) Math.min(60_000, LENGTH - sent.get())];
                for (int i = 0; i < piece.length; i++) {
                    piece[i] = BulkSource.byteAt(sent.get() + i);
                }
                worker.send(Frame.DATA, 0, stream, 0, piece);
                sent.addAndGet(piece.length);
            }
            worker.send(Frame.DATA, Frame.END, stream, 0, "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return how far the body has come with these bytes */
    private static long check(byte[] bytes, long from) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != BulkSource.byteAt(from + i)) {
                throw new AssertionError("Byte %d is wrong".formatted(from + i));
            }
        }
        return from + bytes.length;
    }
}
