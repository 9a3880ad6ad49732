package io.bighammer.core.config;

import io.bighammer.spi.GatewayConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code config.json}; what is absent, or does not fit, gets its default. */
final class GatewayReader {

    private static final long KB = 1L << 10;
    private static final long MB = 1L << 20;
    private static final long GB = 1L << 30;
    private static final int SOCKET_PATH_LENGTH = 107;

    private final Home home;
    private final Findings findings;
    private final Kind<Path> path;

    GatewayReader(Home home, Findings findings) {
        this.home = home;
        this.findings = findings;
        this.path = Kinds.filled(value -> home.resolve(Scalars.filledText(value)));
    }

    GatewayConfig read(Fields top) {
        String businessMain = top.spelt("bussiness_main_path", "business_main_path");
        String businessPid = top.spelt("bussinessPid_path", "businessPid_path");
        String businessSocket = top.spelt("bussiness_socket_path", "business_socket_path");
        GatewayConfig.Files files = new GatewayConfig.Files(
                path(top, "router_path", "/config/router.json"),
                path(top, "plugins_path", "/config/plugins.json"),
                path(top, "services_path", "/config/services.json"),
                path(top, "plugin_folder", "/plugins"));
        Fields host = top.object("host");
        Fields ports = top.object("ports");
        GatewayConfig config = new GatewayConfig(
                home.folder(),
                files,
                path(top, "mainPid_path", "/runtime/duangMain.pid"),
                path(top, businessPid, "/runtime/duangBussiness.pid"),
                socket(top, "socket_path", "/runtime/mainSocket.sock"),
                socket(top, businessSocket, "/runtime/phpSocket.sock"),
                top.read(businessMain, path),
                top.read("database_url", Kinds.FILLED_TEXT),
                path(top, "memory_db_path", "/config/data.json"),
                ports(ports),
                hosts(host),
                limits(top),
                new EdgeReader(home, findings).read(top));
        checkDistinct(ports, config.ports());
        return config;
    }

    private Path path(Fields top, String key, String absent) {
        return top.read(key, path.absent(absent)).orElseGet(() -> home.resolve(absent));
    }

    private Path socket(Fields top, String key, String absent) {
        Path path = path(top, key, absent);
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > SOCKET_PATH_LENGTH) {
            findings.error(
                    top.place(key),
                    "has " + length + " bytes from the root of the file system on, and a Unix socket's path may have "
                            + SOCKET_PATH_LENGTH + "; give a shorter path, or move the home folder");
        }
        return path;
    }

    private static GatewayConfig.Ports ports(Fields ports) {
        GatewayConfig.Ports found = new GatewayConfig.Ports(
                ports.port("ipc_port", 8000),
                ports.port("http_port", 8080),
                ports.port("websocket_port", 8081),
                ports.port("tcp_port", 8082),
                ports.read("admin_port", Kinds.PORT_OR_OFF.absent(8090)).orElse(OptionalInt.of(8090)));
        ports.end();
        return found;
    }

    private static GatewayConfig.Hosts hosts(Fields host) {
        GatewayConfig.Hosts found = new GatewayConfig.Hosts(
                host.text("http", "0.0.0.0"),
                host.text("websocket", "0.0.0.0"),
                host.text("tcp", "127.0.0.1"),
                host.text("ipc", "127.0.0.1"),
                host.text("admin", "127.0.0.1"));
        host.end();
        return found;
    }

    private static GatewayConfig.Limits limits(Fields top) {
        Fields limits = top.object("limits");
        GatewayConfig.Limits found = new GatewayConfig.Limits(
                (int) limits.size("max_header_size", KB, 16 * MB, 16 * KB),
                limits.size("max_body_size", 0, 1024 * GB, 2 * GB),
                (int) limits.size("max_message_size", KB, 64 * MB, MB),
                limits.number("max_connections", 1, 1_000_000, 10_000),
                limits.number("max_connections_per_address", 1, 1_000_000, 1_000),
                limits.duration("header_timeout", Duration.ofSeconds(10)),
                limits.duration("idle_timeout", Duration.ofSeconds(60)),
                limits.size("min_body_rate", 0, GB, 50),
                limits.duration("request_timeout", Duration.ofSeconds(30)),
                limits.duration("drain_timeout", Duration.ofSeconds(30)),
                limits.size("buffer_memory", MB, 1024 * GB, 64 * MB),
                limits.flag("socket_keep_alive", true));
        limits.end();
        return found;
    }

    /** Two doors at one port would be found out only when the second one opens. Port 0 is a free one each time. */
    private void checkDistinct(Fields fields, GatewayConfig.Ports ports) {
        Map<Integer, String> taken = new HashMap<>();
        claim(taken, fields, "ipc_port", ports.ipc());
        claim(taken, fields, "http_port", ports.http());
        claim(taken, fields, "websocket_port", ports.websocket());
        claim(taken, fields, "tcp_port", ports.tcp());
        claim(taken, fields, "admin_port", ports.admin().orElse(0));
    }

    private void claim(Map<Integer, String> taken, Fields fields, String key, int port) {
        Optional<String> other = Optional.ofNullable(port == 0 ? null : taken.putIfAbsent(port, key));
        other.ifPresent(first -> findings.error(
                fields.place(key), "is the same port as " + first + "; give each door a port of its own"));
    }
}
