package io.bighammer.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads of the door. Jetty has a connection go on reading in a thread of its own when its answer was completed by another one; here
 * it goes on in that other one, which is about to have nothing to do: waking a thread costs more than looking for the next request.
 */
final class DoorThreads extends QueuedThreadPool {

    DoorThreads(int most) {
        super(most);
        setName("http");
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
