package io.bighammer.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** The body of an answer over HTTP/2, where a write may wait for the client although the connection does not. */
record AwaitedSink(Content.Sink answer, PacedEndPoint client) implements Content.Sink {

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback written) {
        client.waitBegins();
        answer.write(last, bytes, Callback.from(written, client::waitEnds));
    }
}
