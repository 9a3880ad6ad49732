package io.bighammer.core.way;

import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;

/** Reads a body to its end without waiting. */
final class WholeBody {

    private WholeBody() {}

    /** Exactly one of the three is called, perhaps at once. */
    static void read(
            Content.Source body, int limit, Consumer<byte[]> complete, Runnable tooLarge, Consumer<Throwable> failed) {
        CountedBody counted = new CountedBody(body, limit);
        Content.Source.asByteArrayAsync(counted, -1, new Promise.Invocable<>() {
            @Override
            public void succeeded(byte[] bytes) {
                complete.accept(bytes);
            }

            @Override
            public void failed(Throwable failure) {
                if (counted.problem() == null) {
                    failed.accept(failure);
                } else {
                    tooLarge.run();
                }
            }
        });
    }
}
