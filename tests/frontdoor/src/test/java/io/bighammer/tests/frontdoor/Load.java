package io.bighammer.tests.frontdoor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Clients that send one GET after the other, each on a connection that it keeps and with an id of its own, until they are ended or nobody
 * listens any more. They count the answers by status, and the requests that the gateway has read but not answered.
 */
final class Load implements AutoCloseable {
    private static final int SILENCE_MILLIS = 30_000;

    private final int port;
    private final String request;
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final BiPredicate<String, Answer> right;
    private final AtomicLong ids = new AtomicLong();
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ending;

    private Load(int port, String path, BiPredicate<String, Answer> right, List<String> headers) {
        this.port = port;
        this.right = right;
        this.request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + headers.stream().map(line -> line + "\r\n").collect(Collectors.joining()) + "X-Request-Id: ";
    }

    static Load begin(int port, String path, int clients) {
        return begin(port, path, clients, (id, any) -> true);
    }

    /**
     * @param right tells by the request's id whether the answer is as it should be
     * @param headers lines to send with each request
     */
    static Load begin(int port, String path, int clients, BiPredicate<String, Answer> right, String... headers) {
        Load load = new Load(port, path, right, List.of(headers));
        for (int n = 0; n < clients; n++) {
            Thread client = new Thread(load::ask, "load-" + n);
            load.clients.add(client);
            client.start();
        }
        return load;
    }

    long answered(int status) {
        LongAdder count = answers.get(status);
        return count == null ? 0 : count.sum();
    }

    Set<Integer> statuses() {
        return answers.keySet();
    }

    /** The answers that are not as they should be. */
    Set<String> wrong() {
        return wrong;
    }

    /** What became of each request that was read and got no whole answer. */
    Set<String> lost() {
        return lost;
    }

    /** Waits until the gateway does not listen any more, and all clients have seen it. */
    void awaitEnd() {
        Await.until("the clients have ended", () -> clients.stream().noneMatch(Thread::isAlive));
    }

    @Override
    public void close() {
        ending = true;
        awaitEnd();
    }

    private void ask() {
        while (!ending) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(SILENCE_MILLIS);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                while (!ending && exchange(in, socket.getOutputStream())) {}
            } catch (ConnectException e) {
                return;
            } catch (IOException e) {
                lost.add("an answer was broken off: " + e);
            }
        }
    }

    /** @return whether the connection takes another request */
    private boolean exchange(InputStream in, OutputStream out) throws IOException {
        String id = "load-" + ids.incrementAndGet();
        int first;
        try {
            out.write((request + id + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            first = in.read();
        } catch (SocketTimeoutException e) {
            lost.add("no answer within " + SILENCE_MILLIS + " ms");
            return false;
        } catch (IOException reset) {
            return false; // who closes a connection without having read all that came resets it
        }
        if (first < 0) {
            if (isOpenTowardsPeer(out)) {
                lost.add("a request was read and the connection closed without an answer");
            }
            return false;
        }
        Answer answer = Answer.read(first, in);
        if (!answer.head().contains("\r\nX-Request-Id: " + id + "\r\n") || !right.test(id, answer)) {
            wrong.add(id + " was answered with " + answer);
        }
        answers.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
        return !answer.closes();
    }

    /**
     * Whether the peer closed only after it had read the request: one that arrives at a closed connection, or is thrown away unread, is
     * answered with a reset, and after a reset nothing can be written.
     */
    private static boolean isOpenTowardsPeer(OutputStream out) {
        try {
            out.write('\n');
            return true;
        } catch (IOException reset) {
            return false;
        }
    }
}
