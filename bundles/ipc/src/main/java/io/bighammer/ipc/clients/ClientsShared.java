package io.bighammer.ipc.clients;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.JsonRequests;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What all connections of a client door have in common.
 *
 * @param door its word
 */
record ClientsShared(
        String door,
        Gateway gateway,
        JsonRequests requests,
        BufferBudget budget,
        ByteBufferPool pool,
        Scheduler scheduler,
        Supplier<GatewayConfig.Limits> limits) {}
