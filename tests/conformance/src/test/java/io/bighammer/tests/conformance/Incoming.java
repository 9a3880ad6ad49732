package io.bighammer.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A request or an answer of the worker as it comes in: its head, and its body gathered from frame to frame. */
final class Incoming {
    private static final int CHUNK = 64 << 10;

    private final Peer peer;
    private final int stream;
    private final String type;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private JsonNode head;
    private boolean ended;

    /** @param type of its first frame, REQ or RESP */
    Incoming(Peer peer, int stream, String type) {
        this.peer = peer;
        this.stream = stream;
        this.type = type;
    }

    void readTo(int length) throws InterruptedException {
        while (body.size() < length && !ended) {
            readFrame();
        }
    }

    void readToEnd() throws InterruptedException {
        while (!ended) {
            readFrame();
        }
    }

    private void readFrame() throws InterruptedException {
        WireFrame frame = peer.take(stream, List.of());
        assertEquals(head == null ? type : "DATA", frame.name(), frame::toString);
        if (head == null) {
            head = frame.head();
        } else {
            assertTrue(frame.payload().length <= CHUNK, "DATA of " + frame.payload().length + " bytes");
        }
        body.writeBytes(frame.body());
        ended = frame.ends();
    }

    JsonNode head() {
        return head;
    }

    byte[] body() {
        return body.toByteArray();
    }
}
