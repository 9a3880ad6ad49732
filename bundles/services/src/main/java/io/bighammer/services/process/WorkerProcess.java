package io.bighammer.services.process;

import io.bighammer.services.time.Loop;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running process of a service, with its output in the log. Safe for use by many threads. */
public final class WorkerProcess {
    private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);
    /** A grandchild may hold stderr open for ever; its end is waited for no longer than this. */
    private static final long LAST_WORDS_MILLIS = 300;
    /** From what a program says of its end to that end. */
    private static final Duration DYING = Duration.ofSeconds(2);

    public enum Signal {
        TERM,
        KILL
    }

    private final String name;
    private final Process process;
    private final boolean leadsGroup;
    private final OutputLog errors;
    private final CompletableFuture<Integer> ended;

    /** @param leadsGroup whether the process is the leader of a process group of its own */
    WorkerProcess(String name, Process process, boolean leadsGroup) {
        this.name = name;
        this.process = process;
        this.leadsGroup = leadsGroup;
        OutputLog output = new OutputLog(name, process.getInputStream(), false);
        errors = new OutputLog(name, process.getErrorStream(), true);
        output.start();
        CompletableFuture<Void> lastWords = errors.start();
        ended = process.onExit().thenCompose(exited -> lastWords
                .completeOnTimeout(null, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(read -> exited.exitValue()));
    }

    public long pid() {
        return process.pid();
    }

    /** Completed with the exit code, 128 and the signal's number when a signal ended it. */
    public CompletableFuture<Integer> ended() {
        return ended;
    }

    /** The last lines that it wrote to stderr. */
    public String lastWords() {
        return errors.tail(ChronoUnit.FOREVER.getDuration());
    }

    /** Of these the ones that may tell why it has ended just now: what it wrote an hour ago does not. */
    public String dyingWords() {
        return errors.tail(DYING);
    }

    /** Signals the process, and those that it started as far as they are in its group. */
    public void signal(Signal signal) {
        if (leadsGroup) {
            signalGroup(signal);
        } else {
            signalProcess(signal);
        }
    }

    /** SIGTERM after the grace period, and SIGKILL a while later; neither when it has ended before. */
    public void endWithin(Duration grace, Duration afterTerm, Loop loop) {
        loop.after(grace, () -> {
            if (process.isAlive()) {
                signal(Signal.TERM);
            }
        });
        killAfter(grace.plus(afterTerm), loop);
    }

    /** SIGKILL after that time, unless it has ended before. */
    public void killAfter(Duration time, Loop loop) {
        loop.after(time, () -> {
            if (process.isAlive()) {
                log.warn("{} has not ended in {} ms and is killed", name, time.toMillis());
                signal(Signal.KILL);
            }
        });
    }

    private void signalGroup(Signal signal) {
        try {
            // Java has no call that signals a group.
            Process kill = new ProcessBuilder("kill", "-" + signal, "--", "-" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // In its first moments a process does not lead its group yet.
            kill.onExit().thenAccept(done -> {
                if (done.exitValue() != 0) {
                    signalProcess(signal);
                }
            });
        } catch (IOException notFound) {
            log.warn("{}: kill cannot be run, so only the process itself is ended: {}", name, notFound.getMessage());
            signalProcess(signal);
        }
    }

    private void signalProcess(Signal signal) {
        if (signal == Signal.KILL) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
    }
}
