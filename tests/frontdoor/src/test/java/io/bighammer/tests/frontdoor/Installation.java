package io.bighammer.tests.frontdoor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A BigHammer in a folder of its own, as it comes out of the tar.gz, with free ports. Closing it ends all that was started from it and
 * deletes the folder.
 */
final class Installation implements AutoCloseable {
    private static final String DOOR = "Door %s is open on [^ ]*:(\\d+)";
    private static final Pattern PORT = Pattern.compile("(?<=_port\": \")\\d+");

    private final Path folder;
    private final Shell shell;

    private Installation(Path folder) {
        this.folder = folder;
        this.shell = Shell.in(folder);
    }

    static Installation unpacked() {
        return unpackedInto(Distribution.newFolder("h"));
    }

    static Installation unpackedInto(Path folder) {
        Path source = Distribution.unpacked();
        try (Stream<Path> all = Files.walk(source)) {
            Path lib = source.resolve("lib");
            for (Path file : all.filter(file -> !file.startsWith(lib)).skip(1).toList()) {
                Files.copy(file, folder.resolve(source.relativize(file)));
            }
            Files.createSymbolicLink(folder.resolve("lib"), lib);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Installation installation = new Installation(folder);
        installation.replace("config/config.json", "0.0.0.0", "127.0.0.1");
        installation.freePorts();
        return installation;
    }

    /** Port 0 is a free one, so that the tests can run anywhere, and twice at once. */
    void freePorts() {
        String config = PORT.matcher(read("config/config.json")).replaceAll("0");
        write(
                "config/config.json",
                config.contains("admin_port")
                        ? config
                        : config.replace("\"ports\": {", "\"ports\": {\"admin_port\": \"0\","));
    }

    /** The original's sample files, to the letter but for the numbers of the ports. */
    void copySamples() {
        for (String file :
                List.of("config/config.json", "config/plugins.json", "config/router.json", "config/services.json")) {
            copy("seed/" + file, file);
        }
        copy("seed/Develop/example_service.php", "Develop/example_service.php");
        freePorts();
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void set(String variable, String value) {
        shell.set(variable, value);
    }

    String read(String file) {
        try {
            return Files.readString(file(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String file, String text) {
        try {
            Files.writeString(file(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void replace(String file, String old, String text) {
        String before = read(file);
        if (!before.contains(old)) {
            throw new AssertionError(file + " does not contain " + old + ":\n" + before);
        }
        write(file, before.replace(old, text));
    }

    void copy(String resource, String file) {
        try (InputStream in = Installation.class.getResourceAsStream("/" + resource)) {
            Files.write(file(file), Objects.requireNonNull(in, resource).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        return readIfThere("runtime/logs/gateway.log");
    }

    /** What does not work, as the gateway told it last. */
    List<String> complaints() {
        return JsonMapper.shared().readTree(read("runtime/status.json")).path("complaints").values().stream()
                .map(JsonNode::stringValue)
                .toList();
    }

    String accessLog() {
        return readIfThere("runtime/logs/access.log");
    }

    private String readIfThere(String file) {
        return Files.exists(file(file)) ? read(file) : "";
    }

    void awaitLog(String text) {
        Await.until("the log says: " + text, () -> log().contains(text));
    }

    Shell.Ended duang(String... arguments) {
        return beginDuang(arguments).await();
    }

    Shell.Running beginDuang(String... arguments) {
        List<String> command = new ArrayList<>(List.of(folder + "/duang.sh"));
        command.addAll(List.of(arguments));
        return shell.begin(command);
    }

    Shell.Ended bash(String script) {
        return shell.run(List.of("bash", "-c", script));
    }

    Shell.Ended start(String... options) {
        List<String> arguments = new ArrayList<>(List.of("start"));
        arguments.addAll(List.of(options));
        return duang(arguments.toArray(String[]::new)).succeeded();
    }

    Shell.Ended stop() {
        return duang("stop").succeeded();
    }

    /** The port of the HTTP door, which the last start has chosen. */
    int port() {
        return portOf("http");
    }

    /** The port of the door for WebSockets, likewise. */
    int websocketPort() {
        return portOf("websocket");
    }

    /** The port of the TCP door, likewise. */
    int tcpPort() {
        return portOf("tcp");
    }

    /** The port of the admin door, likewise. */
    int adminPort() {
        return portOf("admin");
    }

    /** The port of any door. */
    int portOf(String name) {
        Matcher door = Pattern.compile(DOOR.formatted(name)).matcher(log());
        int port = door.results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .reduce(0, (first, second) -> second);
        if (port == 0) {
            throw new AssertionError("The log does not tell the port of the door " + name + ":\n" + log());
        }
        return port;
    }

    Client client() {
        return new Client(port());
    }

    long gatewayPid() {
        return pidIn("runtime/duangMain.pid");
    }

    /** @return 0 while there is no such file */
    long pidIn(String file) {
        try {
            return Long.parseLong(Files.readString(file(file)).strip());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes that were started from this folder: the gateway, its workers, a watcher, each by its command line. */
    List<RunningProcess> processes() {
        return RunningProcess.naming(folder);
    }

    List<RunningProcess> phpProcesses() {
        return processes().stream().filter(RunningProcess::isPhp).toList();
    }

    List<RunningProcess> workersOf(String program) {
        return phpProcesses().stream()
                .filter(process -> process.commandLine().contains(program))
                .toList();
    }

    @Override
    public void close() {
        try {
            duang("stop");
        } finally {
            processes().forEach(RunningProcess::kill);
            Await.until("nothing runs in " + folder, () -> processes().isEmpty());
            Distribution.delete(folder);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
