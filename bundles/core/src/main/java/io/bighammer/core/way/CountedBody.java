package io.bighammer.core.way;

import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import org.eclipse.jetty.io.Content;

/** A body that counts what is read of it and fails above its limit. */
final class CountedBody implements Content.Source {
    private final Content.Source source;
    private final long limit;
    private volatile long bytes; // written by the one reader
    private volatile ProblemException problem;

    CountedBody(Content.Source source, long limit) {
        this.source = source;
        this.limit = limit;
    }

    @Override
    public Content.Chunk read() {
        if (problem != null) {
            return Content.Chunk.from(problem, true);
        }
        Content.Chunk chunk = source.read();
        if (chunk == null || !chunk.hasRemaining()) {
            return chunk;
        }
        long now = bytes + chunk.remaining();
        bytes = now;
        if (now <= limit) {
            return chunk;
        }
        chunk.release();
        problem = new ProblemException(Problem.BODY_TOO_LARGE, "The body is larger than " + limit + " bytes.");
        source.fail(problem);
        return Content.Chunk.from(problem, true);
    }

    @Override
    public void demand(Runnable demandCallback) {
        if (problem == null) {
            source.demand(demandCallback);
        } else {
            demandCallback.run();
        }
    }

    @Override
    public void fail(Throwable failure) {
        source.fail(failure);
    }

    long bytes() {
        return bytes;
    }

    /** Why reading was refused, or null. */
    ProblemException problem() {
        return problem;
    }
}
