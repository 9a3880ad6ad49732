package io.bighammer.services.guest;

import io.bighammer.services.pool.Pool;
import io.bighammer.services.pool.ReadyWorker;
import io.bighammer.services.pool.WorkerFigures;
import io.bighammer.services.worker.WorkerStatus;
import io.bighammer.services.worker.Workshop;
import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceConfig;
import io.bighammer.spi.WorkerLink;
import io.bighammer.spi.WorkerRefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The workers of a service that the gateway did not start, let in by the service's token. Driven by the supervisor's thread, except
 * {@link #admit} and the reading of the status.
 */
public final class Guests {
    private final Pool pool;
    private final Workshop workshop;
    private final Runnable changed;
    private final List<Guest> present = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();

    public Guests(Pool pool, Workshop workshop, Runnable changed) {
        this.pool = pool;
        this.workshop = workshop;
        this.changed = changed;
    }

    /** Called on an I/O thread. */
    public ReadyWorker admit(ServiceConfig service, Hello hello, WorkerLink link) throws WorkerRefusedException {
        if (hello.instance() != 0 || hello.generation() != 0 || !opens(service.token(), hello.token())) {
            throw new WorkerRefusedException(
                    "the token is unknown, or was used before: a worker is started by the gateway,"
                            + " or has the \"token\" of its service in services.json and neither instance nor generation");
        }
        Guest guest = new Guest(service.name() + "@" + numbers.incrementAndGet(), this, workshop.loop());
        ReadyWorker worker = new ReadyWorker(
                guest.name(), hello, link, service.limits(), pool, workshop.calls(), new WorkerFigures(), guest);
        workshop.loop().execute(() -> guest.prove(worker, service));
        return worker;
    }

    public boolean isEmpty() {
        return present.isEmpty();
    }

    public List<WorkerStatus> status() {
        return present.stream().map(Guest::status).toList();
    }

    public void beat() {
        present.forEach(Guest::beat);
    }

    /** Sends all away; they may finish what they have. */
    public void dismiss(String why) {
        present.forEach(guest -> guest.dismiss(why));
    }

    void enter(Guest guest, ReadyWorker worker) {
        present.add(guest);
        pool.add(worker);
        changed.run();
    }

    void leave(Guest guest, ReadyWorker worker) {
        pool.remove(worker);
        if (present.remove(guest)) {
            changed.run();
        }
    }

    /** Takes the same time wherever the first difference is. */
    private static boolean opens(Optional<String> token, String said) {
        return token.isPresent()
                && MessageDigest.isEqual(
                        token.get().getBytes(StandardCharsets.UTF_8), said.getBytes(StandardCharsets.UTF_8));
    }
}
