package io.bighammer.api;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/** Changes, counts or limits a body chunk by chunk while it streams. One filter serves one body, by one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface BodyFilter {

    /**
     * Takes a chunk and hands on none, one or several. It must not block.
     *
     * @param chunk read-only, valid during the call unless it is itself handed on; may be empty when last
     * @param last whether the body ends with it; called exactly once with true when the body arrives whole
     * @param next takes the chunks to hand on, which must not be changed afterwards
     * @throws ProblemException to refuse the body, for example with {@link Problem#BODY_TOO_LARGE}
     */
    void filter(ByteBuffer chunk, boolean last, Consumer<ByteBuffer> next) throws Exception;

    /** Whether as many bytes come out as went in, so that {@code Content-Length} can stay. */
    default boolean keepsLength() {
        return false;
    }
}
