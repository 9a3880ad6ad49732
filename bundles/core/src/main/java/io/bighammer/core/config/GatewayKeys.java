package io.bighammer.core.config;

import io.bighammer.spi.GatewayConfig;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The keys of {@code config.json} with the values that they have, given or default. */
public final class GatewayKeys {
    /** Others hold on to what these say for as long as the process lives. */
    private static final Set<String> FIXED = Set.of(
            "plugin_folder",
            "mainPid_path",
            "bussinessPid_path",
            "database_url",
            "memory_db_path",
            "socket_mode",
            "socket_group");

    private GatewayKeys() {}

    /** Whether a change of the key waits for a restart. */
    public static boolean needsRestart(String key) {
        return FIXED.contains(key);
    }

    /** What keeps the one configuration from following the other while the gateway runs; empty when nothing does. */
    public static List<Finding> refusals(Configuration running, Configuration next) {
        Map<String, Shown> before = of(running);
        List<Finding> refusals = new ArrayList<>();
        of(next).forEach((key, value) -> {
            if (needsRestart(key) && !value.equals(before.get(key))) {
                Place place = next.gatewayPlace(key);
                refusals.add(new Finding(
                        place.file(),
                        place.line(),
                        place.key(),
                        "cannot change while the gateway runs; run ./duang.sh restart, or give it back its value, "
                                + before.get(key).text()));
            }
        });
        return refusals;
    }

    /** By their names in the original's spelling, in the order of the manual. */
    public static Map<String, Shown> of(Configuration configuration) {
        Map<String, Shown> keys = of(configuration.gateway());
        keys.replaceAll((key, shown) -> configuration.filled().masked(configuration.gatewayPlace(key), shown));
        return keys;
    }

    private static Map<String, Shown> of(GatewayConfig config) {
        Map<String, Shown> keys = new LinkedHashMap<>();
        keys.put("router_path", Shown.path(config.home(), config.files().router()));
        keys.put("plugins_path", Shown.path(config.home(), config.files().plugins()));
        keys.put("services_path", Shown.path(config.home(), config.files().services()));
        keys.put("plugin_folder", Shown.path(config.home(), config.files().pluginFolder()));
        keys.put("mainPid_path", Shown.path(config.home(), config.mainPid()));
        keys.put("bussinessPid_path", Shown.path(config.home(), config.businessPid()));
        keys.put("socket_path", Shown.path(config.home(), config.socket()));
        socket(config.edge().socket(), keys);
        keys.put("bussiness_socket_path", Shown.path(config.home(), config.businessSocket()));
        keys.put(
                "bussiness_main_path",
                config.businessMain()
                        .map(path -> Shown.path(config.home(), path))
                        .orElse(Shown.NONE));
        keys.put("database_url", Shown.secret(config.databaseUrl()));
        keys.put("memory_db_path", Shown.path(config.home(), config.memoryDb()));
        ports(config.ports(), keys);
        hosts(config.hosts(), keys);
        limits(config.limits(), keys);
        edge(config, keys);
        return keys;
    }

    private static void socket(GatewayConfig.SocketAccess access, Map<String, Shown> keys) {
        keys.put("socket_mode", new Shown(access.mode(), SocketAccessReader.octal(access.mode())));
        keys.put("socket_group", Shown.of(access.group()));
        keys.put("socket_uids", Shown.of(access.users()));
    }

    private static void ports(GatewayConfig.Ports ports, Map<String, Shown> keys) {
        keys.put("ports.http_port", Shown.of(ports.http()));
        keys.put("ports.websocket_port", Shown.of(ports.websocket()));
        keys.put("ports.tcp_port", Shown.of(ports.tcp()));
        keys.put("ports.ipc_port", Shown.of(ports.ipc()));
        keys.put(
                "ports.admin_port",
                ports.admin().isPresent() ? Shown.of(ports.admin().getAsInt()) : new Shown(OptionalInt.empty(), "off"));
    }

    private static void hosts(GatewayConfig.Hosts hosts, Map<String, Shown> keys) {
        keys.put("host.http", Shown.of(hosts.http()));
        keys.put("host.websocket", Shown.of(hosts.websocket()));
        keys.put("host.tcp", Shown.of(hosts.tcp()));
        keys.put("host.ipc", Shown.of(hosts.ipc()));
        keys.put("host.admin", Shown.of(hosts.admin()));
    }

    private static void limits(GatewayConfig.Limits limits, Map<String, Shown> keys) {
        keys.put("limits.max_header_size", Shown.of(limits.maxHeaderSize()));
        keys.put("limits.max_body_size", Shown.of(limits.maxBodySize()));
        keys.put("limits.max_message_size", Shown.of(limits.maxMessageSize()));
        keys.put("limits.max_connections", Shown.of(limits.maxConnections()));
        keys.put("limits.max_connections_per_address", Shown.of(limits.maxConnectionsPerAddress()));
        keys.put("limits.header_timeout", Shown.of(limits.headerTimeout()));
        keys.put("limits.idle_timeout", Shown.of(limits.idleTimeout()));
        keys.put("limits.min_body_rate", Shown.of(limits.minBodyRate()));
        keys.put("limits.request_timeout", Shown.of(limits.requestTimeout()));
        keys.put("limits.drain_timeout", Shown.of(limits.drainTimeout()));
        keys.put("limits.buffer_memory", Shown.of(limits.bufferMemory()));
        keys.put("limits.socket_keep_alive", Shown.of(limits.socketKeepAlive()));
    }

    private static void edge(GatewayConfig config, Map<String, Shown> keys) {
        keys.put("trusted_proxies", Shown.of(config.edge().trustedProxies()));
        Optional<GatewayConfig.Tls> tls = config.edge().tls();
        keys.put("tls.certificates", tls.map(on -> certificates(config, on)).orElse(Shown.NONE));
        keys.put("tls.doors", Shown.of(tls.map(on -> new TreeSet<>(on.doors()))));
        Optional<GatewayConfig.ClientAuthorities> clients = tls.flatMap(GatewayConfig.Tls::clients);
        keys.put("tls.client_ca", clients.map(on -> authorities(config, on)).orElse(Shown.NONE));
        keys.put("tls.client_certificate", Shown.of(clients.map(on -> on.required() ? "required" : "optional")));
    }

    /** Compared by what is in the files; shown by their names. */
    private static Shown certificates(GatewayConfig config, GatewayConfig.Tls tls) {
        return new Shown(
                tls.identities(),
                tls.identities().stream()
                        .map(one -> file(config, one.file(), one.chain().get(0)))
                        .collect(Collectors.joining(", ")));
    }

    private static Shown authorities(GatewayConfig config, GatewayConfig.ClientAuthorities clients) {
        return new Shown(
                clients.certificates(),
                file(config, clients.file(), clients.certificates().get(0)));
    }

    private static String file(GatewayConfig config, Path file, X509Certificate certificate) {
        return Shown.path(config.home(), file).text() + " (until "
                + LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC) + ")";
    }
}
