package io.bighammer.services.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.services.time.Deadlines;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Call;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that call services, their own too. */
class WorkerCallsTest {
    private static final ServiceConfig.Limits LIMITS =
            TestServices.of("any", Path.of("any.php")).limits();

    private final ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler("test", true);
    private final Map<String, Pool> pools = new HashMap<>();
    private final WorkerCalls calls = new WorkerCalls(name -> Optional.ofNullable(pools.get(name)));
    private Deadlines deadlines;

    @BeforeEach
    void start() {
        LifeCycle.start(timer);
        deadlines = new Deadlines(timer);
    }

    @AfterEach
    void stop() {
        deadlines.close();
        LifeCycle.stop(timer);
    }

    @Test
    void aCallToAnotherServiceIsAnswered() throws Exception {
        TestLink shop = service("shop", 1);
        TestLink stock = service("stock", 1);
        TestCall second = TestCall.by(atWorker("shop", shop));
        calls.make("shop#1", "stock", second, second);
        stock.answerNext();
        assertEquals(200, second.outcome().get().status());
    }

    @Test
    void aCircleOfWorkersThatTakeOneRequestAtATimeIsRefusedAtOnce() throws Exception {
        TestLink shop = service("shop", 1);
        TestLink stock = service("stock", 1);
        TestCall second = TestCall.by(atWorker("shop", shop));
        calls.make("shop#1", "stock", second, second);
        TestCall third = TestCall.by(stock.next().call());
        calls.make("stock#1", "shop", third, third);
        refused(third, "shop#1, which takes one request at a time, waits for this call itself");
        assertFalse(second.outcome().isDone());
    }

    @Test
    void aWorkerThatCallsItsOwnServiceIsRefused() throws Exception {
        TestCall own = TestCall.by(atWorker("shop", service("shop", 1)));
        calls.make("shop#1", "shop", own, own);
        refused(own, "waits for this call itself");
    }

    @Test
    void aMultiplexingWorkerMayCallItselfDownToEightCalls() throws Exception {
        TestLink shop = service("shop", 100);
        Call parent = atWorker("shop", shop);
        for (int depth = 1; depth <= 8; depth++) {
            TestCall next = TestCall.by(parent);
            calls.make("shop#1", "shop", next, next);
            parent = shop.next().call();
        }
        TestCall ninth = TestCall.by(parent);
        calls.make("shop#1", "shop", ninth, ninth);
        refused(ninth, "call number 9");
    }

    @Test
    void aServiceThatIsNotThereIsNamed() throws Exception {
        TestCall lost = TestCall.by(atWorker("shop", service("shop", 1)));
        calls.make("shop#1", "stok", lost, lost);
        refused(lost, "there is no service stok");
    }

    private TestLink service(String name, int maxStreams) {
        Pool pool = new Pool(name, LIMITS, new BufferBudget(1 << 20), deadlines);
        pools.put(name, pool);
        TestLink link = new TestLink(name + "#1", pool, maxStreams, LIMITS);
        pool.add(link.worker());
        return link;
    }

    /** A call from a door, as the worker of that service has it. */
    private Call atWorker(String service, TestLink link) throws InterruptedException {
        TestCall first = TestCall.get();
        pools.get(service).call(first, first);
        return link.next().call();
    }

    private static void refused(TestCall call, String reason) {
        assertTrue(call.outcome().isDone(), "at once");
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> call.outcome().get());
        assertEquals(Kind.REFUSED, ((ServiceException) failed.getCause()).kind());
        assertTrue(failed.getMessage().contains(reason), failed.getMessage());
    }
}
