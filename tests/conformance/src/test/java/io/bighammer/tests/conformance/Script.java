package io.bighammer.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Plays the steps of one case. */
final class Script {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SHOWN = 300;

    private final TestedWorker worker;
    private final Peer peer;
    private final JsonNode hello;
    private final Map<Integer, Incoming> incoming = new HashMap<>();
    private final Map<Integer, Integer> received = new HashMap<>();
    private int asked = -1;

    Script(TestedWorker worker, Peer peer, JsonNode hello) {
        this.worker = worker;
        this.peer = peer;
        this.hello = hello;
    }

    void play(JsonNode steps) throws IOException, InterruptedException {
        int number = 0;
        for (JsonNode step : steps) {
            number++;
            try {
                play(step.propertyNames().iterator().next(), step);
            } catch (AssertionError e) {
                throw new AssertionError("step %d, %s: %s".formatted(number, step, e.getMessage()), e);
            }
        }
    }

    private void play(String action, JsonNode step) throws IOException, InterruptedException {
        switch (action) {
            case "hello" -> Pattern.check("hello", step.get(action), hello);
            case "ask" -> ask(step);
            case "answer" -> answer(step);
            case "receive" -> receive(step);
            case "receive_request" -> receiveRequest(step);
            case "send" -> send(step);
            case "expect" -> expect(step);
            case "bytes" -> peer.bytes(HexFormat.of().parseHex(step.get(action).asString()));
            case "output" ->
                worker.awaitOutput(
                        step.get(action).asString(), step.get("contains").asString());
            case "signal" -> worker.signal(step.get(action).asString());
            case "close" -> peer.close();
            case "exit" -> {
                peer.awaitEnd();
                assertEquals(step.get(action).asInt(), worker.exitCode(), "exit code");
            }
            default -> throw new IllegalArgumentException("There is no step '" + action + "'");
        }
    }

    private void ask(JsonNode step) throws IOException, InterruptedException {
        asked = step.path("stream").asInt(asked + 2);
        ObjectNode head = JSON.createObjectNode()
                .put("id", "r" + asked)
                .put("method", step.path("method").asString("GET"))
                .put("path", step.get("ask").asString())
                .put("query", step.path("query").asString(""))
                .put("handler", "tested")
                .put("target", "handle")
                .put("client", "192.0.2.7")
                .put("door", "http");
        head.putObject("headers");
        head.putObject("params");
        step.path("head").properties().forEach(entry -> head.set(entry.getKey(), entry.getValue()));
        int flags = WireFrame.flags(step.path("flags")) | (step.path("open").asBoolean(false) ? 0 : WireFrame.END);
        WireFrame frame = WireFrame.withHead(WireFrame.type("REQ"), flags, asked, head, body(step));
        if (!step.has("torn")) {
            peer.send(frame);
            return;
        }
        int size = step.get("torn").asInt();
        byte[] bytes = frame.bytes();
        for (int from = 0; from < bytes.length; from += size) {
            peer.bytes(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length)));
        }
    }

    private void send(JsonNode step) throws IOException, InterruptedException {
        int type = WireFrame.type(step.get("send").asString());
        int flags = WireFrame.flags(step.path("flags"));
        int stream = step.path("stream").asInt(isOfConnection(step.get("send").asString()) ? 0 : asked);
        byte[] body = body(step);
        for (int left = step.path("repeat").asInt(1); left > 0; left--) {
            // END belongs to the last of many.
            int each = left > 1 ? flags & ~WireFrame.END : flags;
            peer.send(
                    step.has("head")
                            ? WireFrame.withHead(type, each, stream, step.get("head"), body)
                            : new WireFrame(
                                    type, each, 0, stream, step.path("arg").asInt(0), body));
        }
    }

    private static boolean isOfConnection(String type) {
        return Stream.of("HELLO", "PING", "PONG", "DRAIN", "EVENT", "LATER").anyMatch(type::equals);
    }

    private void expect(JsonNode step) throws InterruptedException {
        String type = step.get("expect").asString();
        List<String> skipped =
                step.path("after").valueStream().map(JsonNode::asString).toList();
        int stream = step.path("stream").asInt(isOfConnection(type) ? 0 : asked);
        WireFrame frame = type.equals("EVENT") ? peer.takeEvent() : peer.take(stream, skipped);
        assertEquals(type, frame.name(), frame::toString);
        if (step.has("flags")) {
            assertEquals(WireFrame.flags(step.get("flags")), frame.flags(), () -> "flags are " + frame.flagNames());
        }
        if (step.has("arg")) {
            assertEquals(step.get("arg").asInt(), frame.arg(), "arg");
        }
        if (step.has("head")) {
            Pattern.check("head", step.get("head"), frame.head());
        }
        checkBody(step, frame.bodyLength() > 0 ? frame.body() : frame.is("CANCEL") ? frame.payload() : new byte[0]);
    }

    /** RESP and all DATA to the end. */
    private void answer(JsonNode step) throws InterruptedException {
        Incoming answer = incoming(step.path("stream").asInt(asked), "RESP");
        answer.readToEnd();
        JsonNode head = answer.head();
        String shown = "%s %s".formatted(head, text(answer.body()));
        assertEquals(step.get("answer").asInt(), head.path("status").asInt(), shown);
        if (step.has("headers")) {
            Pattern.check("headers", step.get("headers"), head.path("headers"));
        }
        checkBody(step, answer.body());
    }

    /** As much of an answer as the step has text, after what was received before. */
    private void receive(JsonNode step) throws InterruptedException {
        int stream = step.path("stream").asInt(asked);
        Incoming answer = incoming(stream, "RESP");
        byte[] expected = step.get("receive")
                .asString()
                .repeat(step.path("times").asInt(1))
                .getBytes(StandardCharsets.UTF_8);
        int before = received.getOrDefault(stream, 0);
        int after = before + expected.length;
        answer.readTo(after);
        byte[] actual = answer.body();
        assertTrue(actual.length >= after, () -> "The answer ends with " + text(actual));
        assertArrayEquals(expected, Arrays.copyOfRange(actual, before, after), () -> "received " + text(actual));
        received.put(stream, after);
    }

    private void receiveRequest(JsonNode step) throws InterruptedException {
        int length = step.get("receive_request").asInt();
        Incoming request = incoming(step.get("stream").asInt(), "REQ");
        request.readTo(length);
        if (!step.path("open").asBoolean(false)) {
            request.readToEnd();
        }
        assertEquals(length, request.body().length, "length of the request's body");
    }

    private Incoming incoming(int stream, String type) {
        return incoming.computeIfAbsent(stream, id -> new Incoming(peer, stream, type));
    }

    private static String text(byte[] bytes) {
        return bytes.length + " bytes: " + new String(bytes, 0, Math.min(SHOWN, bytes.length), StandardCharsets.UTF_8);
    }

    private static void checkBody(JsonNode step, byte[] actual) {
        if (step.has("json")) {
            Pattern.check("body", step.get("json"), JSON.readTree(actual));
        } else if (step.has("length")) {
            assertEquals(step.get("length").asInt(), actual.length, "length of the body");
        } else if (step.has("contains")) {
            String text = new String(actual, StandardCharsets.UTF_8);
            assertTrue(text.contains(step.get("contains").asString()), text);
        } else if (step.has("text") || step.has("hex")) {
            byte[] expected = body(step);
            assertArrayEquals(expected, actual, () -> "the body has " + text(actual));
        }
    }

    /** text, json or hex, as often as times says. */
    private static byte[] body(JsonNode step) {
        byte[] once = step.has("hex")
                ? HexFormat.of().parseHex(step.get("hex").asString())
                : (step.has("json")
                                ? step.get("json").toString()
                                : step.path("text").asString(""))
                        .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int left = step.path("times").asInt(1); left > 0; left--) {
            all.writeBytes(once);
        }
        return all.toByteArray();
    }
}
