package io.bighammer.ipc.workers;

import io.bighammer.spi.BufferBudget;
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
        ByteBufferPool pool,
        Scheduler scheduler,
        Supplier<String> clientDoor,
        Duration helloTimeout) {}
