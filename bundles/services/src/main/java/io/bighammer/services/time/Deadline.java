package io.bighammer.services.time;

import org.eclipse.jetty.io.CyclicTimeouts;

/** Something that must have happened by a point in time. Both methods may be called by several threads. */
public interface Deadline extends CyclicTimeouts.Expirable {

    /** Called when the time has come, perhaps more than once; afterwards its time is another, or it never expires. */
    void expired();
}
