package io.bighammer.http;

import org.eclipse.jetty.io.Content;

/** The body of a request, which tells the connection when the last of it has been read, and when more of it is waited for. */
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
        if (!client.isHttp2()) {
            body.demand(demandCallback);
            return;
        }
        client.waitBegins();
        body.demand(() -> {
            client.waitEnds();
            demandCallback.run();
        });
    }

    @Override
    public void fail(Throwable failure) {
        body.fail(failure);
    }
}
