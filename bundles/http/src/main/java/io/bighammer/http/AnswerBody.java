package io.bighammer.http;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** How the body of an answer gets to the client. */
final class AnswerBody {
    private AnswerBody() {}

    /** Sends all of it. What is there as a whole, as most answers are, needs one write and no machinery around it. */
    static void send(Content.Source body, Content.Sink client, Callback done) {
        Content.Chunk first = body.read();
        if (first == null) {
            Content.copy(body, client, done);
        } else if (first.isLast() && !Content.Chunk.isFailure(first)) {
            client.write(true, first.getByteBuffer(), Callback.from(first::release, done));
        } else {
            Content.copy(new Begun(new AtomicReference<>(first), body), client, done);
        }
    }

    /** A body of which the first piece has been read. */
    private record Begun(AtomicReference<Content.Chunk> first, Content.Source rest) implements Content.Source {

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = first.getAndSet(null);
            return chunk == null ? rest.read() : chunk;
        }

        @Override
        public void demand(Runnable callback) {
            rest.demand(callback);
        }

        @Override
        public void fail(Throwable failure) {
            Content.Chunk unread = first.getAndSet(null);
            if (unread != null) {
                unread.release();
            }
            rest.fail(failure);
        }
    }
}
