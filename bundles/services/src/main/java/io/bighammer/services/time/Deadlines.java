package io.bighammer.services.time;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.CyclicTimeouts;
import org.eclipse.jetty.util.thread.Scheduler;

/** Watches deadlines that are nearly always met: one timer for all of them. Safe for use by many threads. */
public final class Deadlines {
    private final Set<Deadline> watched = ConcurrentHashMap.newKeySet();
    private final CyclicTimeouts<Deadline> timeouts;

    public Deadlines(Scheduler scheduler) {
        timeouts = new CyclicTimeouts<>(scheduler) {
            @Override
            protected Iterator<Deadline> iterator() {
                return watched.iterator();
            }

            @Override
            protected boolean onExpired(Deadline deadline) {
                deadline.expired();
                return false;
            }
        };
    }

    public void watch(Deadline deadline) {
        watched.add(deadline);
        timeouts.schedule(deadline);
    }

    /** The time of a watched deadline has become an earlier one. */
    public void changed(Deadline deadline) {
        timeouts.schedule(deadline);
    }

    public void forget(Deadline deadline) {
        watched.remove(deadline);
    }

    public void close() {
        timeouts.destroy();
        watched.clear();
    }
}
