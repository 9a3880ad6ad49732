package io.bighammer.ipc.json;

import io.bighammer.spi.BufferBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Invocable;

/** Gathers a body, as it comes and without blocking, paid for from the common budget until {@link #giveBack}. */
final class WholeBody {
    /** An envelope has to be put together as a whole: this is no door for large files. */
    static final int LIMIT = 8 << 20;

    private final Content.Source source;
    private final BufferBudget budget;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final Runnable onDemand = Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::readOn);
    private long paid;

    WholeBody(Content.Source source, BufferBudget budget) {
        this.source = source;
        this.budget = budget;
    }

    CompletableFuture<byte[]> read() {
        readOn();
        return whole;
    }

    void giveBack() {
        budget.release(paid);
        paid = 0;
    }

    private void readOn() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(onDemand);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                whole.completeExceptionally(chunk.getFailure());
                return;
            }
            boolean taken = take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!taken) {
                return;
            }
            if (last) {
                whole.complete(bytes.toByteArray());
                return;
            }
        }
    }

    private boolean take(ByteBuffer piece) {
        int count = piece.remaining();
        if (bytes.size() + count > LIMIT || !budget.tryAcquire(count)) {
            IOException cause = new BodyTooLargeException(LIMIT);
            source.fail(cause);
            whole.completeExceptionally(cause);
            return false;
        }
        paid += count;
        bytes.writeBytes(BufferUtil.toArray(piece));
        return true;
    }
}
