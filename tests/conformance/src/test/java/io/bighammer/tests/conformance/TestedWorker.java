package io.bighammer.tests.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A worker's process with a door to connect to. Its output goes to files, which steps of a case may look into. */
final class TestedWorker implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;
    private static final int LOOK_MILLIS = 10;

    private final Path folder;
    private final ServerSocketChannel door;
    private final Process process;

    TestedWorker(Language language, boolean overTcp) throws IOException {
        folder = Files.createTempDirectory("bhc");
        door = overTcp ? tcpDoor() : unixDoor(folder.resolve("door"));
        String address = overTcp ? "tcp://127.0.0.1:" + ((InetSocketAddress) door.getLocalAddress()).getPort() : null;
        ProcessBuilder builder = new ProcessBuilder(language.command())
                .directory(Checkout.root().toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "USER"));
        environment.put(
                "BIGHAMMER_SOCKET", overTcp ? address : folder.resolve("door").toString());
        environment.put("BIGHAMMER_TOKEN", "the-token");
        environment.put("BIGHAMMER_SERVICE", "tested");
        environment.put("BIGHAMMER_INSTANCE", "2");
        environment.put("BIGHAMMER_GENERATION", "7");
        process = builder.start();
    }

    private static ServerSocketChannel unixDoor(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private static ServerSocketChannel tcpDoor() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    long pid() {
        return process.pid();
    }

    SocketChannel accept() throws IOException {
        door.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            door.register(selector, SelectionKey.OP_ACCEPT);
            if (selector.select(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)) == 0) {
                throw new AssertionError("The worker did not connect");
            }
        }
        return door.accept();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The worker did not end");
        }
        return process.exitValue();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** @param stream stdout or stderr */
    String output(String stream) throws IOException {
        return new String(Files.readAllBytes(folder.resolve(stream)), StandardCharsets.UTF_8);
    }

    void awaitOutput(String stream, String wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!output(stream).contains(wanted)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("%s has not '%s' but: %s".formatted(stream, wanted, output(stream)));
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        door.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
