package io.bighammer.services.pool;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.Hello;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.WorkerLink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/** A worker that does what the test says. */
public final class TestLink implements WorkerLink, ReadyWorker.Owner {
    record Sent(Call call, AnswerListener listener) {}

    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> hung = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> worn = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> pings = new LinkedBlockingQueue<>();
    private final WorkerFigures figures = new WorkerFigures();
    private final ReadyWorker worker;

    public TestLink(String name, Pool pool) {
        this(name, pool, 1, TestServices.of("tested", Path.of("tested.php")).limits());
    }

    TestLink(String name, Pool pool, int maxStreams, ServiceConfig.Limits limits) {
        worker = new ReadyWorker(
                name,
                new Hello("tested", 1, 1, 1, "", "", "", maxStreams, 0, 0),
                this,
                limits,
                pool,
                new WorkerCalls(service -> Optional.of(pool)
                        .filter(found -> found.name().equals(service))
                        .map(Service.class::cast)),
                figures,
                this);
    }

    public ReadyWorker worker() {
        return worker;
    }

    WorkerFigures figures() {
        return figures;
    }

    BlockingQueue<String> hung() {
        return hung;
    }

    BlockingQueue<String> worn() {
        return worn;
    }

    public int pings() {
        return pings.size();
    }

    Sent next() throws InterruptedException {
        Sent next = sent.poll(5, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was sent to " + worker.name());
        }
        return next;
    }

    boolean hasNone() {
        return sent.isEmpty();
    }

    void answerNext() throws InterruptedException {
        Sent next = next();
        next.listener().answered(new Answer(200, HttpFields.EMPTY, Content.Source.from(ByteBuffer.allocate(0))));
        worker.slotFree(next.call());
    }

    void failNext(ServiceException.Kind kind) throws InterruptedException {
        Sent next = next();
        next.listener().failed(new ServiceException(kind, "by the test"));
        worker.slotFree(next.call());
    }

    @Override
    public void send(Call call, AnswerListener listener) {
        sent.add(new Sent(call, listener));
    }

    @Override
    public void ping() {
        pings.add(1);
    }

    @Override
    public void drain(Duration grace) {
        worker.drained();
    }

    @Override
    public void close(String reason) {
        worker.closed(reason);
    }

    @Override
    public void firstAnswer(ReadyWorker one) {}

    @Override
    public void loaded(ReadyWorker one, List<Path> files) {}

    @Override
    public void worn(ReadyWorker one, String reason) {
        worn.add(reason);
    }

    @Override
    public void draining(ReadyWorker one) {}

    @Override
    public void hung(ReadyWorker one, String reason) {
        hung.add(reason);
    }

    @Override
    public void closed(ReadyWorker one, String reason) {}
}
