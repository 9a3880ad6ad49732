package io.bighammer.spi;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the process that listens on a TCP port, for the message that says why a door cannot be opened. Linux's /proc. */
public final class PortHolder {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTEN = "0A";

    private PortHolder() {}

    /** Why nobody can listen there, for example {@code it is in use by process 4711 (nginx: master process)}. */
    public static String reason(Exception failure, int port) {
        Throwable cause = failure.getCause() instanceof BindException nested ? nested : failure;
        String message = String.valueOf(cause.getMessage());
        if (!(cause instanceof BindException)) {
            return message;
        }
        if (message.startsWith("Cannot assign requested address")) {
            return "this machine does not have that address; 'ip addr' shows those that it has";
        }
        if (message.startsWith("Permission denied")) {
            return "only root may listen on it; choose a port from 1024 on";
        }
        return holder(port);
    }

    private static String holder(int port) {
        return find(port)
                .map(PortHolder::who)
                .orElse("it is in use by another process; 'ss -ltnp' run as root shows which");
    }

    private static String who(String pid) {
        boolean own = pid.equals(Long.toString(ProcessHandle.current().pid()));
        return "it is in use by process " + pid
                + (own ? ", which is this gateway: another door of it must move away first" : command(pid));
    }

    private static Optional<String> find(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            sockets.addAll(listening(PROC.resolve("net").resolve(table), port));
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process.resolve("fd"), sockets)) {
                    return Optional.of(process.getFileName().toString());
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** The inodes of the sockets that listen there; columns of proc(5), /proc/net/tcp. */
    private static Set<String> listening(Path table, int port) {
        Set<String> found = new HashSet<>();
        try (Stream<String> lines = Files.lines(table)) {
            lines.skip(1).map(line -> line.trim().split("\\s+")).forEach(columns -> {
                String hexPort = columns[1].substring(columns[1].indexOf(':') + 1);
                if (columns[3].equals(LISTEN) && Integer.parseInt(hexPort, 16) == port) {
                    found.add("socket:[" + columns[9] + "]");
                }
            });
        } catch (IOException e) {
            return Set.of();
        }
        return found;
    }

    private static boolean holds(Path descriptors, Set<String> sockets) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                if (sockets.contains(Files.readSymbolicLink(link).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // it ended, or is another user's
        }
        return false;
    }

    private static String command(String pid) {
        try {
            String line = Files.readString(PROC.resolve(pid).resolve("cmdline"))
                    .replaceAll("\\p{Cntrl}", " ")
                    .strip();
            return " (" + (line.length() > 80 ? line.substring(0, 80) + "…" : line) + ")";
        } catch (IOException e) {
            return "";
        }
    }
}
