package io.bighammer.ipc.workers;

import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Network;
import io.bighammer.spi.WorkerAdmission;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What all connections of the workers' door have in common.
 *
 * @param clientDoor where a JSON client is sent that came to the wrong door
 * @param helloTimeout from accept to HELLO
 */
record WorkersShared(
        WorkerAdmission admission,
        BufferBudget budget,
        Network network,
        Supplier<String> clientDoor,
        Duration helloTimeout) {

    ByteBufferPool pool() {
        return network.buffers();
    }

    Scheduler scheduler() {
        return network.scheduler();
    }
}
