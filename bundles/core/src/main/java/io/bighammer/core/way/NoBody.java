package io.bighammer.core.way;

import org.eclipse.jetty.io.Content;

/** A body that is empty, for all that have none. */
enum NoBody implements Content.Source {
    SOURCE;

    @Override
    public long getLength() {
        return 0;
    }

    @Override
    public Content.Chunk read() {
        return Content.Chunk.EOF;
    }

    @Override
    public void demand(Runnable demandCallback) {
        demandCallback.run();
    }

    @Override
    public void fail(Throwable failure) {
        // There is nothing to give up.
    }
}
