package io.bighammer.ipc.clients;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import io.bighammer.spi.Network;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What all connections of a client door have in common.
 *
 * @param door its word
 */
record ClientsShared(String door, Clients.Ways ways, Supplier<GatewayConfig.Limits> limits) {

    Gateway gateway() {
        return ways.gateway();
    }

    JsonRequests requests() {
        return ways.requests();
    }

    BufferBudget budget() {
        return ways.budget();
    }

    Network network() {
        return ways.network();
    }

    ByteBufferPool pool() {
        return network().buffers();
    }

    Scheduler scheduler() {
        return network().scheduler();
    }
}
