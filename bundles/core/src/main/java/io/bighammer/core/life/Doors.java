package io.bighammer.core.life;

import io.bighammer.core.config.Configuration;
import io.bighammer.spi.Door;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doors: opened one by one, changed all or none, closed. A stop may come at any time; what is not changed by then stays. */
@Component(service = Doors.class)
public final class Doors {
    private static final Logger log = LoggerFactory.getLogger(Doors.class);

    private final Door workers;
    /** Open from the first step of a start to the last of a stop, so that it can tell how it goes. */
    private final Door admin;
    /** For programs on this machine. */
    private final List<Door> sockets;
    /** Opened last, when all is there that a client from outside can ask for. */
    private final List<Door> network;

    private final List<Door> open = new CopyOnWriteArrayList<>();
    private boolean closing;

    @Activate
    public Doors(
            @Reference(target = "(" + Door.NAME + "=" + Door.WORKERS + ")") Door workers,
            @Reference(target = "(" + Door.NAME + "=" + Door.SOCKET + ")") Door socket,
            @Reference(target = "(" + Door.NAME + "=" + Door.HTTP + ")") Door http,
            @Reference(target = "(" + Door.NAME + "=" + Door.WEBSOCKET + ")") Door websocket,
            @Reference(target = "(" + Door.NAME + "=" + Door.TCP + ")") Door tcp,
            @Reference(target = "(" + Door.NAME + "=" + Door.ADMIN + ")") Door admin) {
        this.workers = workers;
        this.sockets = List.of(socket);
        this.network = List.of(http, websocket, tcp);
        this.admin = admin;
    }

    void openAdmin(Configuration config) throws IOException {
        open(admin, config);
    }

    void openSockets(Configuration config) throws IOException {
        open(workers, config);
        for (Door door : sockets) {
            open(door, config);
        }
    }

    void openNetwork(Configuration config) throws IOException {
        for (Door door : network) {
            open(door, config);
        }
    }

    private synchronized void open(Door door, Configuration config) throws IOException {
        try {
            door.open(config.gateway());
        } catch (IOException e) {
            throw new IOException(placed(config, e.getMessage()), e);
        }
        open.add(door);
        tell(door.name(), door.address());
    }

    private static void tell(String door, String address) {
        if (address.isEmpty()) {
            log.info("Door {} is switched off", door);
        } else {
            log.info("Door {} is open on {}", door, address);
        }
    }

    /** Has all of them open what is new in this configuration, or none. */
    synchronized Door.Change change(Configuration next) throws RefusedChange {
        if (closing) {
            throw new RefusedChange(List.of("the gateway stops"));
        }
        List<Door.Change> ready = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (Door door : open) {
            try {
                ready.add(door.change(next.gateway()));
            } catch (IOException e) {
                refusals.add(placed(next, e.getMessage()));
            }
        }
        if (!refusals.isEmpty()) {
            ready.forEach(Door.Change::undo);
            throw new RefusedChange(refusals);
        }
        return Door.Change.of(() -> keep(ready), () -> ready.forEach(Door.Change::undo));
    }

    /** A door's message begins with the key that it is about. */
    private static String placed(Configuration configuration, String message) {
        String key = message.substring(0, Math.max(0, message.indexOf(':')));
        return configuration.gatewayPlace(key).inFile() + ": " + message;
    }

    private synchronized void keep(List<Door.Change> ready) {
        if (closing) {
            ready.forEach(Door.Change::undo);
            return;
        }
        List<String> before = open.stream().map(Door::address).toList();
        ready.forEach(Door.Change::keep);
        for (int i = 0; i < before.size(); i++) {
            Door door = open.get(i);
            if (!door.address().equals(before.get(i))) {
                tell(door.name(), door.address());
            }
        }
    }

    /** @return completed when the last connection of a client is closed */
    synchronized CompletableFuture<Void> closeToClients(Duration grace) {
        closing = true;
        return CompletableFuture.allOf(open.stream()
                .filter(door -> door != workers && door != admin)
                .map(door -> closed(door, grace))
                .toArray(CompletableFuture[]::new));
    }

    /** A door that does not close leaves the others theirs. */
    private static CompletableFuture<Void> closed(Door door, Duration grace) {
        try {
            return door.close(grace);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** @return completed when the last worker's connection is closed */
    synchronized CompletableFuture<Void> closeToWorkers(Duration grace) {
        closing = true;
        return open.contains(workers) ? workers.close(grace) : CompletableFuture.completedFuture(null);
    }

    /** @return completed when nobody can ask for the status any more */
    synchronized CompletableFuture<Void> closeAdmin(Duration grace) {
        closing = true;
        return open.contains(admin) ? admin.close(grace) : CompletableFuture.completedFuture(null);
    }

    /** Those that were opened. */
    List<Door> open() {
        return List.copyOf(open);
    }

    /** Names and addresses of the open ones. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new TreeMap<>();
        open.stream()
                .filter(door -> !door.address().isEmpty())
                .forEach(door -> addresses.put(door.name(), door.address()));
        return addresses;
    }
}
