package io.bighammer.core.life;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.Finding;
import io.bighammer.core.config.GatewayKeys;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The {@code config.json} that is in force, and what follows it outside of the generation: doors and the memory for bodies. */
final class LiveGateway {
    private final Doors doors;
    private final BufferBudget budget;
    private final List<Consumer<GatewayConfig>> followers = new CopyOnWriteArrayList<>();
    private volatile GatewayConfig config;

    LiveGateway(GatewayConfig config, Doors doors, BufferBudget budget) {
        this.config = config;
        this.doors = doors;
        this.budget = budget;
        budget.resize(config.limits().bufferMemory());
    }

    GatewayConfig config() {
        return config;
    }

    /** Has it called whenever another one is in force. */
    void onChange(Consumer<GatewayConfig> follower) {
        followers.add(follower);
    }

    /** Gets ready for another one; nothing has changed when it is refused. */
    Door.Change change(Configuration running, Configuration next) throws RefusedChange {
        if (next.gateway().equals(config)) {
            return Door.Change.of(() -> {}, () -> {});
        }
        List<Finding> refusals = GatewayKeys.refusals(running, next);
        if (!refusals.isEmpty()) {
            throw new RefusedChange(refusals.stream().map(Finding::toString).toList());
        }
        Door.Change opened = doors.change(next);
        return Door.Change.of(() -> follow(next.gateway(), opened), opened::undo);
    }

    private void follow(GatewayConfig next, Door.Change opened) {
        GatewayConfig before = config;
        config = next;
        budget.resize(next.limits().bufferMemory() - before.limits().bufferMemory());
        opened.keep();
        followers.forEach(follower -> follower.accept(next));
    }
}
