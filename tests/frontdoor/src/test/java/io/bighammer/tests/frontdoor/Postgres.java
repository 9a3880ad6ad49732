package io.bighammer.tests.frontdoor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server in a folder of its own, on a free port of the loopback. Closing it ends it. */
final class Postgres implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String USER = "bighammer";

    private final Path folder = newFolder();
    private final int port = freePort();
    private final Path programs = programs();

    /** A server that is not started. */
    Postgres() {
        run("initdb", "--auth=trust", "--username=" + USER, "--no-sync", "--no-locale", "--encoding=UTF8");
    }

    String url() {
        return "postgres://" + USER + "@127.0.0.1:" + port + "/postgres";
    }

    void start() {
        String options = "-F -h 127.0.0.1 -p " + port + " -k " + folder;
        run("pg_ctl", "start", "--wait", "--silent", "--log=" + folder.resolve("log"), "--options=" + options);
    }

    /** Its connections are broken off. */
    void stop() {
        run("pg_ctl", "stop", "--wait", "--silent", "--mode=fast");
    }

    @Override
    public void close() {
        try {
            if (Files.exists(folder.resolve("data/postmaster.pid"))) {
                run("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate");
            }
        } finally {
            Distribution.delete(folder);
        }
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.addAll(List.of(programs.resolve(program).toString(), "--pgdata=" + folder.resolve("data")));
        command.addAll(List.of(arguments));
        Shell.in(folder).run(command).succeeded();
    }

    /** Of the newest version that is installed. */
    private static Path programs() {
        try (Stream<Path> versions = Files.exists(DEBIAN) ? Files.list(DEBIAN) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString))
                    .or(Postgres::onPath)
                    .orElseThrow(() ->
                            new AssertionError("The server of PostgreSQL is missing: ./duang.sh test installs it"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(Path::of)
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .findFirst();
    }

    /** The server refuses to run as root: another user must be able to make its files here. */
    private static Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("bhpg").toRealPath();
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
