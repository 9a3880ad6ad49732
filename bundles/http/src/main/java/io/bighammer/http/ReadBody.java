package io.bighammer.http;

import org.eclipse.jetty.io.Content;

/** The body of a request, which tells the connection when the last of it has been read. */
record ReadBody(Content.Source body, PacedEndPoint client) implements Content.Source {

    @Override
    public long getLength() {
        return body.getLength();
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = body.read();
        if (chunk != null && chunk.isLast() && !Content.Chunk.isFailure(chunk)) {
            client.requestRead();
        }
        return chunk;
    }

    @Override
    public void demand(Runnable demandCallback) {
        body.demand(demandCallback);
    }

    @Override
    public void fail(Throwable failure) {
        body.fail(failure);
    }
}
