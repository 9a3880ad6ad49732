package io.bighammer.ipc.bhp;

import java.nio.ByteBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what a worker says about itself in a PONG. */
public final class PongReader {
    private static final JsonFactory JSON = new JsonFactory();

    private PongReader() {}

    /**
     * @param rss resident memory in bytes, 0 when unknown
     * @param inFlight requests that the worker has
     */
    public record Pong(long rss, int inFlight) {}

    public static Pong read(ByteBuffer head) throws ProtocolException {
        long rss = 0;
        int inFlight = 0;
        if (!head.hasRemaining()) {
            return new Pong(rss, inFlight);
        }
        try (JsonParser json =
                JSON.createParser(ObjectReadContext.empty(), head.array(), head.arrayOffset(), head.remaining())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ProtocolException(ErrorCode.PROTOCOL, "PONG is no JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                switch (name) {
                    case "rss" -> rss = json.getValueAsLong();
                    case "in_flight" -> inFlight = json.getValueAsInt();
                    default -> json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "PONG cannot be read: " + e.getOriginalMessage());
        }
        return new Pong(rss, inFlight);
    }
}
