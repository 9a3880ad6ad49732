package io.bighammer.ipc.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.bighammer.ipc.TestConfig;
import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Call;
import io.bighammer.spi.Hello;
import io.bighammer.spi.Network;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.WorkerAdmission;
import io.bighammer.spi.WorkerLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Whatever a worker sends: each request is answered once and with its own answer, and nothing stays behind. The property {@code
 * bighammer.fuzz.rounds} makes it longer, {@code bighammer.fuzz.seed} repeats a run.
 */
@Timeout(600)
class FrameFuzzTest {
    private static final long FIXED_SEED = 20261123;
    private static final int ROUNDS = Integer.getInteger("bighammer.fuzz.rounds", 300);
    private static final int BUDGET = 2 << 20;
    /** Of eight streams and their calls with all that may wait of each. */
    private static final long MOST_MEMORY = 16 << 20;

    @TempDir
    Path home;

    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final CountingPool pool = new CountingPool();
    private final Network network = new Network(pool);
    private final BufferBudget budget = new BufferBudget(BUDGET);
    private final Admission admission = new Admission();
    private final WorkersDoor door =
            new WorkersDoor(admission, budget, network, Duration.ofSeconds(5), Duration.ofSeconds(2));
    private long answered;
    private final Logger log = (Logger) LoggerFactory.getLogger(WorkerChannel.class);

    @BeforeEach
    void open() throws IOException {
        // Each round ends in a WARN, as it should.
        log.setLevel(Level.OFF);
        door.open(TestConfig.in(home));
    }

    @AfterEach
    void close() throws Exception {
        door.close(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
        network.close();
        log.setLevel(null);
    }

    private static final class Admission implements WorkerAdmission {
        final BlockingQueue<Side> let = new LinkedBlockingQueue<>();
        volatile Side next;

        @Override
        public WorkerLink.Listener admit(Hello hello, String peerUser, WorkerLink link) {
            Side side = next;
            side.link = link;
            let.add(side);
            return side;
        }
    }

    /** The gateway's side of one worker: what it hears, and what it answers to calls. */
    private final class Side implements WorkerLink.Listener {
        final Set<Call> freed = ConcurrentHashMap.newKeySet();
        final Queue<AnswerListener> unanswered = new ConcurrentLinkedQueue<>();
        final Random random;
        volatile WorkerLink link;
        volatile boolean closed;

        Side(long seed) {
            random = new Random(seed);
        }

        @Override
        public void slotFree(Call call) {
            if (!freed.add(call)) {
                complaints.add("A slot was given back twice");
            }
        }

        @Override
        public void called(String service, Call call, AnswerListener answer) {
            switch (random.nextInt(4)) {
                case 0 -> unanswered.add(answer);
                case 1 -> {
                    ServiceException.Kind[] kinds = ServiceException.Kind.values();
                    answer.failed(new ServiceException(kinds[random.nextInt(kinds.length)], "fuzz"));
                }
                case 2 -> {
                    call.onCancel(() -> answer.failed(new ServiceException(ServiceException.Kind.CANCELLED, "")));
                    drop(call.body());
                }
                default ->
                    answer.answered(new Answer(
                            200, HttpFields.EMPTY, Content.Source.from(ByteBuffer.allocate(random.nextInt(100_000)))));
            }
        }

        private void drop(Content.Source body) {
            Content.Chunk chunk = body.read();
            while (chunk != null && !chunk.isLast()) {
                chunk.release();
                chunk = body.read();
            }
            if (chunk == null) {
                body.demand(() -> drop(body));
            } else if (!Content.Chunk.isFailure(chunk)) {
                chunk.release();
            }
        }

        @Override
        public void loaded(List<Path> files) {
            if (!files.stream().allMatch(Path::isAbsolute)) {
                complaints.add("A path that is not absolute: " + files);
            }
        }

        @Override
        public void pong(long rss, int inFlight) {}

        @Override
        public void drained() {}

        @Override
        public void closed(String reason) {
            if (closed) {
                complaints.add("Closed twice");
            }
            if (reason.contains("fault in the gateway")) {
                complaints.add(reason);
            }
            closed = true;
        }
    }

    @Test
    void nothingThatAWorkerSendsBreaksAPromise() throws Exception {
        long own = Long.getLong("bighammer.fuzz.seed", new Random().nextLong());
        System.out.println("FrameFuzzTest: bighammer.fuzz.seed=" + own);
        run(FIXED_SEED, ROUNDS);
        run(own, ROUNDS);
        assertTrue(answered > ROUNDS, "only %d requests got so far as to be answered".formatted(answered));
    }

    private void run(long seed, int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            long roundSeed = seed + round;
            try {
                round(new Random(roundSeed));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + roundSeed, e);
            }
            assertEquals(List.of(), List.copyOf(complaints), () -> "seed " + roundSeed);
            assertTrue(pool.mostOut() < MOST_MEMORY, () -> "%d bytes, seed %d".formatted(pool.mostOut(), roundSeed));
        }
    }

    private void round(Random random) throws Exception {
        boolean multiplexing = random.nextInt(4) > 0;
        int maxStreams = multiplexing ? 1 + random.nextInt(8) : 1;
        int window = multiplexing ? 1 + random.nextInt(100_000) : 0;
        Side side = new Side(random.nextLong());
        admission.next = side;
        List<FuzzCall> calls = new ArrayList<>();
        try (FuzzWorker worker =
                new FuzzWorker(home.resolve("php.sock"), maxStreams, window, random.nextInt(10) == 0, random)) {
            admission.let.poll(10, TimeUnit.SECONDS);
            for (int i = random.nextInt(200); i > 0 && !side.closed; i--) {
                worker.act();
                actOnThisSide(side.link, calls, random);
            }
        } catch (IOException shutOut) {
            // As it may be at any time.
        }
        Deadline.await(() -> side.closed);
        side.unanswered.forEach(answer ->
                answer.answered(new Answer(200, HttpFields.EMPTY, Content.Source.from(ByteBuffer.allocate(10)))));
        calls.forEach(FuzzCall::finish);
        Deadline.await(() -> calls.stream().allMatch(FuzzCall::isOver));
        answered += calls.stream().filter(FuzzCall::isAnswered).count();
        Deadline.await(() -> pool.out() == 0 && budget.free() == BUDGET);
    }

    private void actOnThisSide(WorkerLink link, List<FuzzCall> calls, Random random) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                int length = random.nextInt(random.nextInt(5) == 0 ? 300_000 : 200);
                FuzzCall.Reader reader = FuzzCall.Reader.values()[random.nextInt(3)];
                FuzzCall call = new FuzzCall(calls.size(), length, reader, complaints::add);
                calls.add(call);
                link.send(call, call);
            }
            case 4 -> {
                if (!calls.isEmpty()) {
                    calls.get(random.nextInt(calls.size())).leave();
                }
            }
            case 5 -> link.ping();
            case 6 -> {
                if (random.nextInt(30) == 0) {
                    link.drain(Duration.ofSeconds(1));
                } else if (random.nextInt(30) == 0) {
                    link.close("fuzz");
                }
            }
            default -> {
                // The worker goes on.
            }
        }
    }
}
