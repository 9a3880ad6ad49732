package io.bighammer.core.way;

import io.bighammer.api.BodyFilter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ContentSourceTransformer;

/** A body that goes through a plugin's filter. What the filter hands on may be a part of what it got: that stays until it is sent. */
final class FilteredBody extends ContentSourceTransformer {
    private final BodyFilter filter;
    private final Queue<Content.Chunk> ready = new ArrayDeque<>(2);
    private boolean ended;

    FilteredBody(Content.Source source, BodyFilter filter) {
        super(source);
        this.filter = filter;
    }

    @Override
    protected Content.Chunk transform(Content.Chunk input) {
        if (ready.isEmpty() && !ended && (input.hasRemaining() || input.isLast())) {
            try {
                run(input);
            } catch (Exception e) {
                return Content.Chunk.from(e, true);
            }
        }
        Content.Chunk next = ready.poll();
        return next == null && ended ? Content.Chunk.EOF : next;
    }

    private void run(Content.Chunk input) throws Exception {
        List<ByteBuffer> outputs = new ArrayList<>(1);
        ended = input.isLast();
        filter.filter(input.getByteBuffer().asReadOnlyBuffer(), ended, outputs::add);
        input.skip(input.remaining());
        for (int i = 0; i < outputs.size(); i++) {
            boolean last = ended && i == outputs.size() - 1;
            ready.add(chunk(outputs.get(i), last, input));
        }
    }

    private static Content.Chunk chunk(ByteBuffer output, boolean last, Content.Chunk input) {
        if (!input.canRetain()) {
            return Content.Chunk.from(output, last);
        }
        input.retain();
        return Content.Chunk.asChunk(output, last, input);
    }

    @Override
    protected void release() {
        ready.forEach(Content.Chunk::release);
        ready.clear();
    }
}
