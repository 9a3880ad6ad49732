package io.bighammer.services.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.services.time.Deadlines;
import io.bighammer.spi.Answer;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final int QUEUE = 3;
    private static final Duration QUEUE_TIMEOUT = Duration.ofMillis(300);

    private final ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler("test", true);
    private final Deadlines deadlines = started();
    private final Pool pool = pool(QUEUE);

    @AfterEach
    void stop() {
        deadlines.close();
        LifeCycle.stop(timer);
    }

    @Test
    void aWorkerGetsOneRequestAtATime() throws Exception {
        TestLink link = worker(pool, "w#1");
        TestCall first = call(TestCall.get());
        TestCall second = call(TestCall.get());
        TestLink.Sent sent = link.next();
        assertTrue(link.hasNone(), "the second waits");
        sent.listener().answered(answer());
        assertEquals(200, status(first));
        assertTrue(link.hasNone(), "until the slot is free");
        link.worker().slotFree(sent.call());
        link.answerNext();
        assertEquals(200, status(second));
    }

    @Test
    void whatBecomesOfARequestIsCountedForTheServiceAndForItsWorker() throws Exception {
        TestLink link = worker(pool, "w#1");
        call(TestCall.get());
        link.answerNext();
        TestCall lost = call(TestCall.post(Content.Source.from(ByteBuffer.wrap(new byte[4]))));
        link.next().listener().failed(new ServiceException(Kind.LOST, "it ended"));
        assertEquals(Kind.LOST, failure(lost));

        ServiceFigures service = pool.figures();
        assertEquals(1, service.outcomes().get("answered"));
        assertEquals(1, service.outcomes().get("lost"));
        assertEquals(2, service.requests());
        assertEquals(1, service.errors());
        assertEquals(2, service.waits().count());
        assertEquals(2, link.figures().requests());
        assertEquals(1, link.figures().errors());
        assertEquals(1, link.figures().times().count());
    }

    @Test
    void requestsAreSpreadOverTheWorkers() throws Exception {
        TestLink one = worker(pool, "w#1");
        TestLink two = worker(pool, "w#2");
        call(TestCall.get());
        call(TestCall.get());
        assertNotNull(one.next());
        assertNotNull(two.next());
    }

    @Test
    void waitingRequestsAreServedInTheirOrder() throws Exception {
        TestCall first = call(TestCall.get());
        TestCall second = call(TestCall.get());
        TestLink link = worker(pool, "w#1");
        link.answerNext();
        assertEquals(200, status(first));
        assertFalse(second.outcome().isDone());
        link.answerNext();
        assertEquals(200, status(second));
    }

    @Test
    void theQueueIsBounded() {
        List<TestCall> calls = new ArrayList<>();
        for (int i = 0; i <= QUEUE; i++) {
            calls.add(call(TestCall.get()));
        }
        assertEquals(Kind.OVERLOADED, failure(calls.get(QUEUE)));
        assertFalse(calls.get(0).outcome().isDone());
        assertEquals(QUEUE, pool.queued());
    }

    @Test
    void withoutAQueueAFreeWorkerStillServes() throws Exception {
        Pool direct = pool(0);
        TestLink link = worker(direct, "w#1");
        TestCall first = TestCall.get();
        direct.call(first, first);
        TestCall second = TestCall.get();
        direct.call(second, second);
        assertEquals(Kind.OVERLOADED, failure(second));
        link.answerNext();
        assertEquals(200, status(first));
    }

    @Test
    void whoWaitsTooLongIsToldSoAndLeavesTheQueue() {
        assertEquals(Kind.OVERLOADED, failure(call(TestCall.get())));
        assertEquals(0, pool.queued());
    }

    @Test
    void withoutHopeNobodyWaits() {
        TestCall waiting = call(TestCall.get());
        pool.hope(false, System.nanoTime());
        assertEquals(Kind.UNAVAILABLE, failure(waiting));
        assertEquals(Kind.UNAVAILABLE, failure(call(TestCall.get())));
    }

    @Test
    void withoutHopeItIsSaidWhenTheNextTryIs() {
        pool.hope(false, System.nanoTime() + Duration.ofMinutes(1).toNanos());
        Duration retryAfter = refusal(call(TestCall.get())).retryAfter();
        assertTrue(retryAfter.compareTo(Duration.ofMinutes(1)) <= 0, retryAfter::toString);
        assertTrue(retryAfter.compareTo(Duration.ofSeconds(40)) > 0, retryAfter::toString);

        pool.hope(false, System.nanoTime() - 1);
        assertEquals(Duration.ZERO, refusal(call(TestCall.get())).retryAfter());
    }

    @Test
    void aRequestThatWasNotProcessedIsSentAgainWhateverItsMethod() throws Exception {
        TestLink one = worker(pool, "w#1");
        TestCall post = call(TestCall.post(body("payload")));
        one.failNext(Kind.NOT_PROCESSED);
        TestLink.Sent again = one.next();
        assertEquals("payload", Content.Source.asString(again.call().body()));
        again.listener().answered(answer());
        assertEquals(200, status(post));
    }

    @Test
    void aRequestThatIsRefusedAgainAndAgainFails() throws Exception {
        TestLink one = worker(pool, "w#1");
        TestCall get = call(TestCall.get());
        for (int i = 0; i < 5; i++) {
            one.failNext(Kind.NOT_PROCESSED);
        }
        assertEquals(Kind.NOT_PROCESSED, failure(get));
    }

    @Test
    void aLostRequestIsSentOnceMoreIfItIsIdempotent() throws Exception {
        TestLink one = worker(pool, "w#1");
        TestCall get = call(TestCall.get());
        TestLink two = worker(pool, "w#2");
        one.failNext(Kind.LOST);
        two.failNext(Kind.LOST);
        assertEquals(Kind.LOST, failure(get));

        TestLink three = worker(pool, "w#3");
        TestCall post = call(TestCall.post(body("payload")));
        three.failNext(Kind.LOST);
        assertEquals(Kind.LOST, failure(post));
        assertEquals(0, pool.queued());
    }

    @Test
    void requestsThatAreLostTogetherAreNotSentToTheirDeadWorkerAgain() throws Exception {
        TestLink dead = multiplexing("w#1", 10);
        List<TestCall> calls = List.of(call(TestCall.get()), call(TestCall.get()));
        List<TestLink.Sent> sent = List.of(dead.next(), dead.next());
        sent.forEach(one -> one.listener().failed(new ServiceException(Kind.LOST, "died")));
        assertTrue(dead.hasNone());
        dead.worker().closed("died");
        pool.remove(dead.worker());
        TestLink next = multiplexing("w#1", 10);
        next.answerNext();
        next.answerNext();
        for (TestCall call : calls) {
            assertEquals(200, status(call));
        }
    }

    @Test
    void aLostRequestWaitsForTheWorkerThatReplacesTheDeadOne() throws Exception {
        TestLink one = worker(pool, "w#1");
        TestCall get = call(TestCall.get());
        TestLink.Sent sent = one.next();
        one.worker().closed("died");
        pool.remove(one.worker());
        sent.listener().failed(new ServiceException(Kind.LOST, "died"));
        worker(pool, "w#1").answerNext();
        assertEquals(200, status(get));
    }

    @Test
    void atItsDeadlineARequestFailsAndTheWorkerThatHangsIsReported() throws Exception {
        TestLink one = worker(pool, "w#1");
        TestCall get = call(TestCall.get(Duration.ofMillis(100)));
        TestLink.Sent sent = one.next();
        assertEquals(Kind.TIMEOUT, failure(get));
        assertNotNull(one.hung().poll(5, TimeUnit.SECONDS));
        assertFalse(one.worker().hasSlot());
        // Comes too late, and must not be heard.
        sent.listener().answered(answer());
        assertEquals(Kind.TIMEOUT, failure(get));
    }

    @Test
    void aWorkerThatAnswersInTimeIsNotReported() throws Exception {
        TestLink one = worker(pool, "w#1");
        TestCall get = call(TestCall.get(Duration.ofMillis(100)));
        one.answerNext();
        assertEquals(200, status(get));
        assertNull(one.hung().poll(1, TimeUnit.SECONDS));
    }

    @Test
    void aClientThatLeavesTheQueueIsForgotten() throws Exception {
        TestCall left = call(TestCall.get());
        left.cancel();
        assertEquals(Kind.CANCELLED, failure(left));
        assertEquals(0, pool.queued());
        TestLink one = worker(pool, "w#1");
        assertTrue(one.hasNone());
    }

    @Test
    void aSlowClientHoldsNoWorker() throws Exception {
        TestLink one = worker(pool, "w#1");
        TrickleSource slow = new TrickleSource();
        TestCall uploading = call(TestCall.post(slow));
        slow.give("half".getBytes(), false);
        TestCall other = call(TestCall.get());
        one.answerNext();
        assertEquals(200, status(other));
        slow.give("whole".getBytes(), true);
        assertEquals("halfwhole", Content.Source.asString(one.next().call().body()));
        assertFalse(uploading.outcome().isDone());
    }

    @Test
    void aWorkerThatDrainsGetsNothingNew() throws Exception {
        TestLink one = worker(pool, "w#1");
        one.worker().drained();
        call(TestCall.get());
        assertTrue(one.hasNone());
        worker(pool, "w#2").answerNext();
    }

    @Test
    void aMultiplexingWorkerTakesSeveralUpToTheCapAndTheLeastBusyIsChosen() throws Exception {
        TestLink one = multiplexing("w#1", 2);
        TestLink two = multiplexing("w#2", 2);
        for (int i = 0; i < 4; i++) {
            call(TestCall.get());
        }
        assertEquals(2, one.worker().inFlight());
        assertEquals(2, two.worker().inFlight());
        call(TestCall.get());
        assertEquals(1, pool.queued());
        two.answerNext();
        assertEquals(0, pool.queued());
        assertEquals(2, two.worker().inFlight());
    }

    @Test
    void aMultiplexingWorkerGetsABodyThatIsStillComing() throws Exception {
        TestLink one = multiplexing("w#1", 10);
        TrickleSource slow = new TrickleSource();
        call(TestCall.post(slow));
        Call sent = one.next().call();
        slow.give("first".getBytes(), false);
        slow.give(" last".getBytes(), true);
        assertEquals("first last", Content.Source.asString(sent.body()));
    }

    @Test
    void aMultiplexingWorkerThatKeepsACancelledRequestIsToBeReplaced() throws Exception {
        TestLink one = multiplexing("w#1", 10);
        TestCall kept = call(TestCall.get(Duration.ofMillis(500)));
        assertNotNull(one.next());
        assertEquals(Kind.TIMEOUT, failure(kept));
        assertNotNull(one.worn().poll(10, TimeUnit.SECONDS));
        assertTrue(one.worker().hasSlot(), "the others go on");
        assertTrue(one.hung().isEmpty());
    }

    @Test
    void aMultiplexingWorkerThatLetsGoOfACancelledRequestStays() throws Exception {
        TestLink one = multiplexing("w#1", 10);
        TestCall left = call(TestCall.get());
        TestLink.Sent sent = one.next();
        sent.call().onCancel(() -> one.worker().slotFree(sent.call()));
        left.cancel();
        assertEquals(0, one.worker().inFlight());
        assertNull(one.worn().poll(3, TimeUnit.SECONDS));
    }

    @Test
    void aWorkerThatIsSuspectedGetsNothing() throws Exception {
        TestLink one = worker(pool, "w#1");
        one.worker().suspect(true);
        call(TestCall.get());
        assertTrue(one.hasNone());
        one.worker().suspect(false);
        assertNotNull(one.next());
    }

    @Test
    void manyThreadsLoseNoRequest() throws Exception {
        Pool wide = pool(100_000);
        List<TestLink> links = List.of(worker(wide, "w#1"), worker(wide, "w#2"), worker(wide, "w#3"));
        List<Thread> workers = links.stream()
                .map(link -> new Thread(() -> {
                    try {
                        while (true) {
                            link.answerNext();
                        }
                    } catch (InterruptedException over) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        workers.forEach(Thread::start);
        List<TestCall> calls = Collections.synchronizedList(new ArrayList<>());
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread client = new Thread(() -> {
                for (int j = 0; j < 5_000; j++) {
                    TestCall call = TestCall.get();
                    calls.add(call);
                    wide.call(call, call);
                }
            });
            clients.add(client);
            client.start();
        }
        for (Thread client : clients) {
            client.join();
        }
        for (TestCall call : calls) {
            assertEquals(200, status(call));
        }
        assertEquals(0, wide.queued());
        workers.forEach(Thread::interrupt);
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private Deadlines started() {
        LifeCycle.start(timer);
        return new Deadlines(timer);
    }

    private Pool pool(int queue) {
        TestServices service = TestServices.of("tested", Path.of("tested.php"))
                .queue(queue, queue == QUEUE ? QUEUE_TIMEOUT : Duration.ofSeconds(10));
        return new Pool("tested", service.limits(), new BufferBudget(1 << 20), deadlines);
    }

    private TestLink multiplexing(String name, int cap) {
        ServiceConfig.Limits usual =
                TestServices.of("tested", Path.of("tested.php")).limits();
        ServiceConfig.Limits capped = new ServiceConfig.Limits(
                cap,
                usual.queue(),
                usual.queueTimeout(),
                usual.maxRequests(),
                usual.maxMemory(),
                usual.requestTimeout(),
                usual.startTimeout(),
                usual.stopTimeout());
        TestLink link = new TestLink(name, pool, 50, capped);
        pool.add(link.worker());
        return link;
    }

    private TestLink worker(Pool to, String name) {
        TestLink link = new TestLink(name, to);
        to.add(link.worker());
        return link;
    }

    private TestCall call(TestCall call) {
        pool.call(call, call);
        return call;
    }

    private static Content.Source body(String text) {
        return Content.Source.from(ByteBuffer.wrap(text.getBytes()));
    }

    private static Answer answer() {
        return new Answer(200, HttpFields.EMPTY, Content.Source.from(ByteBuffer.allocate(0)));
    }

    private static int status(TestCall call) throws Exception {
        return call.outcome().get(5, TimeUnit.SECONDS).status();
    }

    private static Kind failure(TestCall call) {
        return refusal(call).kind();
    }

    private static ServiceException refusal(TestCall call) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> call.outcome().get(5, TimeUnit.SECONDS));
        return (ServiceException) failed.getCause();
    }
}
