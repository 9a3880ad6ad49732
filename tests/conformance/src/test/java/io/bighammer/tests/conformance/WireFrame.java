package io.bighammer.tests.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole frame, written and read without the code of the gateway or of an SDK. */
record WireFrame(int type, int flags, int codec, int stream, int arg, byte[] payload) {
    static final int HEADER = 16;
    static final int END = 0x01;
    private static final byte MAGIC = (byte) 0xB1;
    private static final List<String> TYPES = List.of(
            "?", "HELLO", "REQ", "RESP", "DATA", "MSG", "CANCEL", "WINDOW", "PING", "PONG", "DRAIN", "EVENT", "LATER");
    private static final List<String> FLAGS =
            List.of("END", "TEXT", "MORE", "UPGRADE", "ONEWAY", "IDEMPOTENT", "OPTIONAL");
    private static final JsonMapper JSON = new JsonMapper();

    /** The number of a type; LATER is one that no version knows yet. */
    static int type(String name) {
        int type = TYPES.indexOf(name);
        if (type < 1) {
            throw new IllegalArgumentException("There is no frame type " + name + "; there are " + TYPES);
        }
        return type;
    }

    static int flags(JsonNode names) {
        int flags = 0;
        for (JsonNode name : names) {
            int bit = FLAGS.indexOf(name.asString());
            if (bit < 0) {
                throw new IllegalArgumentException("There is no flag " + name + "; there are " + FLAGS);
            }
            flags |= 1 << bit;
        }
        return flags;
    }

    /** A frame whose head is JSON, with a body behind it. */
    static WireFrame withHead(int type, int flags, int stream, JsonNode head, byte[] body) {
        byte[] json = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] payload = ByteBuffer.allocate(json.length + body.length)
                .put(json)
                .put(body)
                .array();
        return new WireFrame(type, flags, 0, stream, json.length, payload);
    }

    /** The frame that these sixteen bytes begin, with room for its payload. */
    static WireFrame begun(ByteBuffer header) {
        if (header.get(0) != MAGIC) {
            throw new AssertionError("The worker sent byte 0x%02x where a frame begins".formatted(header.get(0)));
        }
        return new WireFrame(
                header.get(1) & 0xff,
                header.get(2) & 0xff,
                header.get(3) & 0xff,
                header.getInt(4),
                header.getInt(12),
                new byte[header.getInt(8)]);
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER + payload.length)
                .put(MAGIC)
                .put((byte) type)
                .put((byte) flags)
                .put((byte) codec)
                .putInt(stream)
                .putInt(payload.length)
                .putInt(arg)
                .put(payload)
                .array();
    }

    String name() {
        return type < TYPES.size() ? TYPES.get(type) : "type " + type;
    }

    boolean is(String name) {
        return type == type(name);
    }

    boolean ends() {
        return (flags & END) != 0;
    }

    boolean has(String flag) {
        return flagNames().contains(flag);
    }

    List<String> flagNames() {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < FLAGS.size(); bit++) {
            if ((flags & 1 << bit) != 0) {
                names.add(FLAGS.get(bit));
            }
        }
        return names;
    }

    /** What counts against the credit of its stream. */
    int bodyLength() {
        return is("REQ") || is("RESP") ? payload.length - arg : is("DATA") || is("MSG") ? payload.length : 0;
    }

    byte[] body() {
        int length = bodyLength();
        return ByteBuffer.allocate(length)
                .put(payload, payload.length - length, length)
                .array();
    }

    /** The JSON at its front. */
    JsonNode head() {
        int length = is("REQ") || is("RESP") ? arg : payload.length;
        return JSON.readTree(new String(payload, 0, length, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        int shown = Math.min(payload.length, 300);
        return "%s %s stream %d, arg %d, %d bytes: %s"
                .formatted(
                        name(),
                        flagNames(),
                        stream,
                        arg,
                        payload.length,
                        new String(payload, 0, shown, StandardCharsets.UTF_8));
    }
}
