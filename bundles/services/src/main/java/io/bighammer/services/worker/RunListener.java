package io.bighammer.services.worker;

import java.nio.file.Path;
import java.util.List;

/** Hears what comes of a process of a worker, on the supervisor's thread. */
interface RunListener {

    /** It can serve. */
    void ready(WorkerRun run);

    /** It has answered a request. */
    void answered(WorkerRun run);

    void loaded(WorkerRun run, List<Path> files);

    /** It serves, but should be replaced. */
    void worn(WorkerRun run, String why);

    /** It gets no more requests. */
    void leaving(WorkerRun run);

    /** Called once, last. */
    void over(WorkerRun run, WorkerEnd end);
}
