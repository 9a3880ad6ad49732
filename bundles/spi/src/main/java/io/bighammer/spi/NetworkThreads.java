package io.bighammer.spi;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads of the network. Jetty has a connection go on reading in a thread of its own when its answer was completed by another one; here
 * it goes on in that other one, which is about to have nothing to do: waking a thread costs more than looking for the next request.
 */
final class NetworkThreads extends QueuedThreadPool {

    NetworkThreads(int most) {
        super(most, 1);
        setName("network");
        setDaemon(true);
    }

    @Override
    public void execute(Runnable job) {
        if (job instanceof Connection) {
            job.run();
        } else {
            super.execute(job);
        }
    }
}
