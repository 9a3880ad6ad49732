package io.bighammer.ipc.bhp;

import io.bighammer.spi.Hello;
import java.nio.ByteBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what a worker says of itself. Keys that are not known are skipped: that is how HELLO grows. For one HELLO. */
public final class HelloReader {
    private static final JsonFactory JSON = new JsonFactory();

    private String service = "";
    private long instance;
    private long generation;
    private long pid;
    private String token = "";
    private String lang = "";
    private String sdk = "";
    private long maxStreams = 1;
    private long maxFrame = Frame.MAX_LENGTH;
    private long window;
    private long lowestVersion = Frame.VERSION;
    private long highestVersion = Frame.VERSION;

    private HelloReader() {}

    public static Hello read(ByteBuffer payload) throws ProtocolException {
        HelloReader reader = parse(payload);
        reader.checkVersions("worker");
        return reader.checked();
    }

    /** @return how much of a body a client takes unasked; 0 when it does without credit */
    public static int clientWindow(ByteBuffer payload) throws ProtocolException {
        HelloReader reader = parse(payload);
        reader.checkVersions("client");
        return within("window", reader.window, 0);
    }

    private static HelloReader parse(ByteBuffer payload) throws ProtocolException {
        HelloReader reader = new HelloReader();
        try (JsonParser json = JSON.createParser(
                ObjectReadContext.empty(), payload.array(), payload.arrayOffset(), payload.remaining())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ProtocolException(ErrorCode.PROTOCOL, "HELLO is no JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                reader.readValue(name, json);
            }
        } catch (JacksonException | NumberFormatException e) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "HELLO cannot be read: " + e.getMessage());
        }
        return reader;
    }

    private void readValue(String name, JsonParser json) {
        JsonToken value = json.nextToken();
        switch (name) {
            case "service" -> service = text(json);
            case "instance" -> instance = number(json);
            case "generation" -> generation = number(json);
            case "pid" -> pid = number(json);
            case "token" -> token = text(json);
            case "lang" -> lang = text(json);
            case "sdk" -> sdk = text(json);
            case "max_streams" -> maxStreams = number(json);
            case "max_frame" -> maxFrame = number(json);
            case "window" -> window = number(json);
            case "proto" -> readVersions(json, value);
            default -> json.skipChildren();
        }
    }

    private void readVersions(JsonParser json, JsonToken value) {
        if (value == JsonToken.START_ARRAY) {
            lowestVersion = json.nextLongValue(0);
            highestVersion = json.nextLongValue(0);
            while (json.currentToken() != JsonToken.END_ARRAY) {
                json.nextToken();
            }
        }
    }

    private static String text(JsonParser json) {
        String text = json.getValueAsString("");
        json.skipChildren();
        return text;
    }

    /** A number, or a string that holds one: what a worker repeats from its environment are strings. */
    private static long number(JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        String text = text(json);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private void checkVersions(String speaker) throws ProtocolException {
        if (lowestVersion > Frame.VERSION || highestVersion < Frame.VERSION) {
            throw new ProtocolException(
                    ErrorCode.UNSUPPORTED,
                    "The %s speaks versions %d to %d of the protocol, the gateway version %d: update the SDK"
                            .formatted(speaker, lowestVersion, highestVersion, Frame.VERSION));
        }
    }

    private Hello checked() throws ProtocolException {
        if (service.isEmpty()) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "HELLO does not name a 'service'");
        }
        if (maxStreams > 1 && window == 0) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "HELLO with 'max_streams' above 1 needs a 'window': credit for each stream");
        }
        return new Hello(
                service,
                within("instance", instance, 0),
                generation,
                pid,
                token,
                lang,
                sdk,
                within("max_streams", maxStreams, 1),
                within("max_frame", maxFrame, Frame.MAX_HEAD + Frame.CHUNK),
                within("window", window, 0));
    }

    private static int within(String name, long value, int least) throws ProtocolException {
        if (value < least || value > Integer.MAX_VALUE) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "'%s' of HELLO is %d; it must be at least %d".formatted(name, value, least));
        }
        return (int) value;
    }
}
