package io.bighammer.tests.frontdoor;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket that sends 1, 2, 3 …, each when the one before is answered, and expects the service to have counted the same. Whatever
 * else happens is a complaint.
 */
final class NumberedSocket implements WebSocket.Listener {
    private static final int PAUSE_MILLIS = 20;

    private final String name;
    private final Executor later;
    private final StringBuilder answer = new StringBuilder();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile WebSocket socket;
    private volatile int sent;
    private volatile int answered;
    private volatile boolean enough;
    private volatile String complaint = "";

    private NumberedSocket(String name, Executor own) {
        this.name = name;
        this.later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, own);
    }

    static NumberedSocket connect(HttpClient http, URI uri, String name, Executor own) {
        NumberedSocket numbered = new NumberedSocket(name, own);
        numbered.socket = http.newWebSocketBuilder().buildAsync(uri, numbered).join();
        numbered.next();
        return numbered;
    }

    private void next() {
        if (enough) {
            idle.complete(null);
            return;
        }
        sent++;
        send(Integer.toString(sent));
    }

    private void send(String number) {
        socket.sendText(number, true).exceptionally(failure -> {
            if (failure instanceof IllegalStateException) {
                // The answer was heard before the client knew that it had sent the message before. This one was not
                // sent.
                later.execute(() -> send(number));
            } else {
                complain("not sent: " + failure);
            }
            return null;
        });
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        answer.append(data);
        if (last) {
            String expected = sent + " " + sent;
            if (!answer.toString().equals(expected)) {
                complain("answered " + answer + ", not " + expected);
            }
            answer.setLength(0);
            answered++;
            later.execute(this::next);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        if (!enough || !idle.isDone()) {
            complain("closed with " + code + " " + reason);
        }
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        complain("broken: " + error);
    }

    private void complain(String what) {
        complaint = complaint + name + " at " + sent + ": " + what + "; ";
        idle.complete(null);
    }

    int answered() {
        return answered;
    }

    /** What was not as it should be; empty when all was. */
    String complaint() {
        return complaint;
    }

    /** Waits for the last answer. */
    void finish() {
        enough = true;
        idle.orTimeout(30, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    complain("no answer to " + sent);
                    return null;
                })
                .join();
        if (answered != sent) {
            complain("sent " + sent + ", answered " + answered);
        }
        socket.abort();
    }
}
