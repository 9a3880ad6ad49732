package io.bighammer.services.worker;

import io.bighammer.services.process.LastWords;
import io.bighammer.spi.ServiceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tells a person why a worker does not serve, and what to change. */
final class Diagnosis {
    private static final String NO_SOCKET =
            "A service must not open a socket or wait for requests itself: it is a file with one class that has"
                    + " a public handle(request), and the gateway's host script connects for it; a program uses the SDK.";
    private static final List<String> OPENS_SOCKET = List.of(
            "address already in use",
            "socket_bind",
            "stream_socket_server",
            "phpsocket.sock",
            "failed to listen",
            "socket_listen");
    private static final int SIGNALS = 128;

    private Diagnosis() {}

    /** @param connected whether it had connected, but did not answer its PING and its probe */
    static String neverReady(ServiceConfig service, boolean connected, String lastWords) {
        String limit = seconds(service.limits().startTimeout());
        if (connected) {
            return service.path() + " connected, but was not ready within " + limit
                    + " and was ended: it did not answer"
                    + service.probe().map(path -> " GET " + path + " (probe)").orElse(" a PING") + "."
                    + quoted(lastWords);
        }
        return service.path() + " did not connect within " + limit
                + " and was ended. It connects when all of the file has run: see that no loop there goes on for ever. "
                + NO_SOCKET
                + " If it only takes longer to load, raise \"start_timeout\" of " + service.name()
                + " in services.json."
                + quoted(lastWords);
    }

    static String endedBeforeHello(ServiceConfig service, int exitCode, String lastWords) {
        String all = lastWords.toLowerCase(Locale.ROOT);
        String advice = OPENS_SOCKET.stream().anyMatch(all::contains)
                ? NO_SOCKET
                : "Mend what it complains about; it is then started again by itself.";
        return service.path() + " ended with " + exit(exitCode) + " before it connected. " + advice + quoted(lastWords);
    }

    /** @param last what happened to it last, a line each */
    static String crashLoop(String worker, WorkerEnd end, List<String> last) {
        return worker + " is in a crash loop: it ended " + BackOff.CRASHES + " times in a row or more before it"
                + " answered a request. It is tried again every " + BackOff.LONGEST.toSeconds()
                + " s, and at once when its files change. "
                + (end.advice().isEmpty() ? "It ended with: " + end.why() : end.advice())
                + "\n" + String.join("\n", last);
    }

    static String tooLarge(String worker, long bytes, long most) {
        return worker + " holds " + (bytes >> 20) + " MB when it has just started, more than its \"max_memory\", "
                + (most >> 20) + " MB, which has no effect on it: raise it in services.json";
    }

    static String wrongPid(String worker, long said, long expected) {
        return "process " + said + " used the token of " + worker + ", which is process " + expected
                + "; a \"command\" that is a shell script starts its program with exec";
    }

    /** How a process ended, with what matters of its last words. */
    static String end(int exitCode, String lastWords) {
        String essence = LastWords.essence(lastWords);
        return essence.isEmpty() ? exit(exitCode) : exit(exitCode) + ": " + essence;
    }

    private static String exit(int code) {
        return code > SIGNALS ? "exit code " + code + " (signal " + (code - SIGNALS) + ")" : "exit code " + code;
    }

    /** The whole stands in the log. */
    private static String quoted(String lastWords) {
        String essence = LastWords.essence(lastWords);
        return essence.isEmpty() ? " It wrote nothing to stderr." : " It wrote to stderr: " + essence;
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
