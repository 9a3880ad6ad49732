package io.bighammer.tests.frontdoor;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket that says its messages' numbers, several ahead of the answers, and expects the service to have counted the same. What
 * begins with "all: " was said to everybody. Safe for use by many threads.
 */
final class CountingSocket implements WebSocket.Listener {
    private static final int AHEAD = 8;
    private static final int PATIENCE_SECONDS = 30;

    private final String name;
    private final StringBuilder message = new StringBuilder();
    private final List<String> toAll = new ArrayList<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private WebSocket socket;
    /** Sending is done in order, each when the one before has left. */
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private int sent;
    private int answered;
    private boolean enough;
    private String complaint = "";

    private CountingSocket(String name) {
        this.name = name;
    }

    static CountingSocket open(HttpClient http, URI uri) {
        CountingSocket counting = new CountingSocket(uri.toString());
        http.newWebSocketBuilder()
                .subprotocols("other", "room")
                .buildAsync(uri, counting)
                .join();
        return counting;
    }

    @Override
    public synchronized void onOpen(WebSocket opened) {
        socket = opened;
        socket.request(1);
        sayMore();
    }

    private void sayMore() {
        while (!enough && sent < answered + AHEAD) {
            sent++;
            say(Integer.toString(sent));
        }
    }

    private void say(String text) {
        sending = sending.thenCompose(before -> socket.sendText(text, true));
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            heard(message.toString());
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void heard(String text) {
        if (text.startsWith("all: ")) {
            toAll.add(text);
        } else {
            answered++;
            String expected = answered + " " + answered;
            if (!text.equals(expected)) {
                complaint += "%s was answered %s, not %s; ".formatted(name, text, expected);
                enough = true;
            }
            sayMore();
        }
        notifyAll();
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended(code + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended("broken: " + error);
    }

    private synchronized void ended(String how) {
        if (!enough) {
            complaint += "%s ended after %d of %d answers: %s; ".formatted(name, answered, sent, how);
        }
        closed.complete(how);
        notifyAll();
    }

    synchronized String subprotocol() {
        return socket.getSubprotocol();
    }

    synchronized int answered() {
        return answered;
    }

    /** What was said to everybody. */
    synchronized List<String> toAll() {
        return List.copyOf(toAll);
    }

    /** What was not as it should be; empty when all was. */
    synchronized String complaint() {
        return complaint;
    }

    /** Says nothing more, and waits for the last answer. */
    synchronized void finish() {
        enough = true;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (answered < sent && complaint.isEmpty() && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            throw new AssertionError("The test ended before the last answer", e);
        }
        if (answered < sent) {
            complaint += "%s has %d answers to %d messages; ".formatted(name, answered, sent);
        }
    }

    /** Says one word more; gives back how the service has closed then. */
    String closedAfter(String word) {
        synchronized (this) {
            say(word);
        }
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    synchronized void close(int code, String reason) {
        sending.thenCompose(before -> socket.sendClose(code, reason));
    }
}
