package io.bighammer.services.guest;

import io.bighammer.services.health.Heartbeat;
import io.bighammer.services.health.Proof;
import io.bighammer.services.pool.ReadyWorker;
import io.bighammer.services.time.Loop;
import io.bighammer.services.worker.WorkerStatus;
import io.bighammer.spi.ServiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker that the gateway did not start: it serves as long as its connection lasts, and whoever started it replaces it. Driven by
 * the supervisor's thread.
 */
final class Guest implements ReadyWorker.Owner {
    private static final Logger log = LoggerFactory.getLogger(Guest.class);

    private final String name;
    private final Guests guests;
    private final Loop loop;
    private final String since = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    private volatile ReadyWorker worker;
    private volatile boolean leaving;
    private boolean over;
    private Heartbeat heartbeat;
    private Duration stopTimeout = Duration.ZERO;

    Guest(String name, Guests guests, Loop loop) {
        this.name = name;
        this.guests = guests;
        this.loop = loop;
    }

    String name() {
        return name;
    }

    /** It gets requests once it has shown that it can serve. */
    void prove(ReadyWorker arrived, ServiceConfig service) {
        stopTimeout = service.limits().stopTimeout();
        Proof.of(arrived, service, loop)
                .orTimeout(service.limits().startTimeout().toNanos(), TimeUnit.NANOSECONDS)
                .whenCompleteAsync((passed, failure) -> proven(arrived, failure), loop);
    }

    private void proven(ReadyWorker arrived, Throwable failure) {
        if (over) {
            return;
        }
        if (failure != null) {
            String why = failure.getMessage() == null ? "it was not ready in time" : failure.getMessage();
            log.warn("{} connected and is sent away: {}", name, why);
            arrived.close(why);
            return;
        }
        worker = arrived;
        heartbeat = new Heartbeat(arrived, OptionalLong.empty(), System::nanoTime);
        log.info("{} has connected; it was started elsewhere", name);
        guests.enter(this, arrived);
    }

    void beat() {
        heartbeat.beat().ifPresent(why -> hung(worker, why));
    }

    void dismiss(String why) {
        leaving = true;
        worker.drain(stopTimeout);
        loop.after(stopTimeout, () -> worker.close(why));
    }

    WorkerStatus status() {
        boolean busy = worker.inFlight() > 0;
        String state = leaving ? "DRAINING" : busy ? "BUSY" : "READY";
        return new WorkerStatus(
                name, OptionalLong.empty(), state, 0, since, 0, "", worker.requests(), worker.memory(), List.of());
    }

    @Override
    public void firstAnswer(ReadyWorker answering) {
        log.debug("{} has answered its first request", name);
    }

    @Override
    public void loaded(ReadyWorker loading, List<Path> files) {
        log.debug("{} has loaded files elsewhere", name);
    }

    @Override
    public void draining(ReadyWorker draining) {
        loop.execute(() -> {
            leaving = true;
            guests.leave(this, draining);
        });
    }

    @Override
    public void worn(ReadyWorker tired, String why) {
        loop.execute(() -> {
            log.info("{} is asked to end: {}", name, why);
            guests.leave(this, tired);
            tired.drain(stopTimeout);
        });
    }

    @Override
    public void hung(ReadyWorker hanging, String why) {
        loop.execute(() -> {
            log.warn("{} hangs: {}; its connection is closed", name, why);
            hanging.close(why);
        });
    }

    @Override
    public void closed(ReadyWorker gone, String why) {
        loop.execute(() -> {
            over = true;
            log.info("{} has gone: {}", name, why);
            guests.leave(this, gone);
        });
    }
}
