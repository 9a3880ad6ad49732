package io.bighammer.services;

import io.bighammer.spi.Answer;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.Hello;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import io.bighammer.spi.WorkerLink;
import io.bighammer.spi.WorkerRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/**
 * Stands in for the workers' door: a worker is a shell script that writes down its environment, which is taken for its HELLO. It answers
 * as the script's STATUS says; with SILENT it answers nothing, not even a PING.
 */
final class TestDoor {
    /** What every script ends with; what stands before it is the service's code. */
    private static final String SERVE = "printenv > \"$0.$$.new\"; mv \"$0.$$.new\" \"$0.$$.hello\"; exec sleep 60\n";

    private final Supervisor supervisor;
    private final Path folder;
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final ExecutorService answers = Executors.newSingleThreadExecutor();
    private final Thread watcher = new Thread(this::watch, "test-door");
    private volatile boolean open = true;

    TestDoor(Supervisor supervisor, Path folder) {
        this.supervisor = supervisor;
        this.folder = folder;
        watcher.start();
    }

    /** Writes, in one step as editors do, a service that runs this and then serves. */
    static Path program(Path folder, String name, String code) throws IOException {
        return script(folder, name, "#!/bin/sh\n" + code + "\n" + SERVE);
    }

    static Path script(Path folder, String name, String text) throws IOException {
        Path next = Files.writeString(folder.resolve(name + ".saved"), text);
        if (!next.toFile().setExecutable(true)) {
            throw new IOException(next + " cannot be made executable");
        }
        return Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** All that ever came in. */
    List<Link> links() {
        return links;
    }

    public void close() throws InterruptedException {
        open = false;
        watcher.join();
        answers.shutdownNow();
    }

    private void watch() {
        while (open) {
            try (DirectoryStream<Path> hellos = Files.newDirectoryStream(folder, "*.hello")) {
                for (Path hello : hellos) {
                    Map<String, String> said = variables(hello);
                    Files.delete(hello);
                    String[] name = hello.getFileName().toString().split("\\.");
                    admit(said, Long.parseLong(name[name.length - 2]));
                }
                Thread.sleep(10);
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private static Map<String, String> variables(Path file) throws IOException {
        Map<String, String> variables = new ConcurrentHashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return variables;
    }

    private void admit(Map<String, String> said, long pid) {
        Hello hello = new Hello(
                said.get("BIGHAMMER_SERVICE"),
                Integer.parseInt(said.get("BIGHAMMER_INSTANCE")),
                Long.parseLong(said.get("BIGHAMMER_GENERATION")),
                pid,
                said.get("BIGHAMMER_TOKEN"),
                "sh",
                "0",
                1,
                1 << 20,
                0);
        Link link = new Link(said, pid, answers);
        try {
            link.listener = supervisor.admit(hello, "", link);
            links.add(link);
            link.begin();
        } catch (WorkerRefusedException refused) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** The connection of one such worker. */
    static final class Link implements WorkerLink {
        private final Map<String, String> environment;
        private final long pid;
        private final Executor answers;
        private final Map<Call, AnswerListener> pending = new ConcurrentHashMap<>();
        private volatile Listener listener;

        Link(Map<String, String> environment, long pid, Executor answers) {
            this.environment = environment;
            this.pid = pid;
            this.answers = answers;
        }

        long pid() {
            return pid;
        }

        Map<String, String> environment() {
            return environment;
        }

        Listener listener() {
            return listener;
        }

        private void begin() {
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().thenRunAsync(this::gone, answers));
            // It may have been asked before it was known whom to tell.
            ping();
        }

        private void gone() {
            pending.values().forEach(answer -> answer.failed(new ServiceException(Kind.LOST, "its process has ended")));
            listener.closed("its process has ended");
        }

        private boolean silent() {
            return environment.containsKey("SILENT");
        }

        @Override
        public void send(Call call, AnswerListener answer) {
            if (silent()) {
                pending.put(call, answer);
            } else {
                int status = Integer.parseInt(environment.getOrDefault("STATUS", "200"));
                answers.execute(() -> {
                    answer.answered(new Answer(status, HttpFields.EMPTY, Content.Source.from(ByteBuffer.allocate(0))));
                    listener.slotFree(call);
                });
            }
        }

        @Override
        public void ping() {
            if (!silent()) {
                answers.execute(() -> {
                    if (listener != null) {
                        listener.pong(Long.parseLong(environment.getOrDefault("RSS", "0")), 0);
                    }
                });
            }
        }

        @Override
        public void drain(Duration grace) {
            answers.execute(() -> {
                listener.drained();
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            });
        }

        @Override
        public void close(String reason) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }
}
