package io.bighammer.services.pool;

import org.eclipse.jetty.io.Content;

/** The body of an answer that tells when its reader gives up. */
record WatchedBody(Content.Source body, Runnable givenUp) implements Content.Source {

    @Override
    public long getLength() {
        return body.getLength();
    }

    @Override
    public Content.Chunk read() {
        return body.read();
    }

    @Override
    public void demand(Runnable callback) {
        body.demand(callback);
    }

    @Override
    public void fail(Throwable failure) {
        givenUp.run();
        body.fail(failure);
    }
}
