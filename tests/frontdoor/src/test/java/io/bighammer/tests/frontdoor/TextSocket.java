package io.bighammer.tests.frontdoor;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket for short texts, one question at a time. */
final class TextSocket implements WebSocket.Listener {
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private WebSocket socket;

    static TextSocket open(HttpClient http, URI uri) {
        TextSocket opened = new TextSocket();
        opened.socket = http.newWebSocketBuilder()
                .subprotocols("room")
                .buildAsync(uri, opened)
                .join();
        return opened;
    }

    String ask(String question) {
        say(question);
        return next();
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    void close(int code, String reason) {
        socket.sendClose(code, reason).join();
    }

    /** The next message. */
    String next() {
        try {
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return answer == null ? "no message, but " + closed.getNow("an open WebSocket") : answer;
        } catch (InterruptedException e) {
            throw new AssertionError("The test ended before a message came", e);
        }
    }

    /** Waits until it is closed; gives back the code and the reason. */
    String closed() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        answers.add(data.toString());
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete("broken: " + error);
    }
}
