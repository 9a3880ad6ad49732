package io.bighammer.spi;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code config.json}, read, checked and with its defaults filled in. All paths are absolute. Core registers the one of the start as a
 * service, for what only a restart changes; doors and services are told of each change.
 *
 * @param home the folder that holds {@code config}, {@code plugins} and {@code runtime}
 */
public record GatewayConfig(
        Path home,
        Files files,
        Path mainPid,
        Path businessPid,
        Path socket,
        Path businessSocket,
        Optional<Path> businessMain,
        Optional<String> databaseUrl,
        Path memoryDb,
        Ports ports,
        Hosts hosts,
        Limits limits,
        Edge edge) {

    /** The other configuration files and the deploy folder. */
    public record Files(Path router, Path plugins, Path services, Path pluginFolder) {}

    /**
     * Port numbers; 0 takes a free one.
     *
     * @param admin empty when that door is switched off
     */
    public record Ports(int ipc, int http, int websocket, int tcp, OptionalInt admin) {}

    /** The addresses that the doors listen on. */
    public record Hosts(String http, String websocket, String tcp, String ipc, String admin) {}

    /**
     * @param maxHeaderSize bytes of a request's line and headers together
     * @param maxBodySize bytes of a request's body
     * @param maxMessageSize bytes of a WebSocket's message, either way
     * @param maxConnections open connections of all client doors together, each
     * @param maxConnectionsPerAddress open connections of one client, at the HTTP and WebSocket doors each
     * @param headerTimeout for a request's line and headers
     * @param idleTimeout without a byte in either direction
     * @param minBodyRate bytes a second that a client must send or take, on average over {@code headerTimeout}; 0 is no limit
     * @param requestTimeout for a route that does not set its own
     * @param drainTimeout for requests under way when something is swapped or stopped
     * @param bufferMemory bytes for bodies that wait for a synchronous worker or a slow client, of all requests together
     * @param socketKeepAlive whether a JSON connection stays open after an answer
     */
    public record Limits(
            int maxHeaderSize,
            long maxBodySize,
            int maxMessageSize,
            int maxConnections,
            int maxConnectionsPerAddress,
            Duration headerTimeout,
            Duration idleTimeout,
            long minBodyRate,
            Duration requestTimeout,
            Duration drainTimeout,
            long bufferMemory,
            boolean socketKeepAlive) {}

    /**
     * What stands between the doors and the clients.
     *
     * @param trustedProxies addresses, and networks in CIDR form; what these say of a request's client is believed
     */
    public record Edge(List<String> trustedProxies, Optional<Tls> tls, SocketAccess socket) {
        public static final Edge NONE = new Edge(List.of(), Optional.empty());

        /** With a main socket that is for the gateway's own user. */
        public Edge(List<String> trustedProxies, Optional<Tls> tls) {
            this(trustedProxies, tls, SocketAccess.OWN);
        }

        public Edge {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /**
     * Who may use the main socket, besides the gateway's own user and root.
     *
     * @param mode of its file
     * @param group of its file; empty for the gateway's own
     * @param users by their numbers; when there are none, the file's mode alone decides
     */
    public record SocketAccess(Set<PosixFilePermission> mode, Optional<String> group, List<Integer> users) {
        public static final SocketAccess OWN =
                new SocketAccess(PosixFilePermissions.fromString("rw-------"), Optional.empty(), List.of());

        public SocketAccess {
            mode = Collections.unmodifiableSet(new TreeSet<>(mode));
            users = List.copyOf(users);
        }

        /** Whether the file's mode lets nobody else connect. */
        public boolean isOwn() {
            return !mode.contains(PosixFilePermission.GROUP_WRITE) && !mode.contains(PosixFilePermission.OTHERS_WRITE);
        }
    }

    /**
     * Keys and certificates, read and checked.
     *
     * @param doors the names of those that speak it
     * @param identities at least one; the first is for clients that ask for a name that none has
     */
    public record Tls(Set<String> doors, List<Identity> identities, Optional<ClientAuthorities> clients) {
        public Tls {
            doors = Collections.unmodifiableSet(new TreeSet<>(doors));
            identities = List.copyOf(identities);
        }
    }

    /**
     * What the gateway shows to clients.
     *
     * @param file of the certificate
     * @param chain its own certificate first
     */
    public record Identity(Path file, Path keyFile, List<X509Certificate> chain, PrivateKey key) {
        public Identity {
            chain = List.copyOf(chain);
        }

        /** The key stays out of logs. */
        @Override
        public String toString() {
            return "Identity[" + file + ", " + keyFile + "]";
        }
    }

    /**
     * Who signs the certificates of clients.
     *
     * @param required whether a client without one is sent away
     */
    public record ClientAuthorities(Path file, List<X509Certificate> certificates, boolean required) {
        public ClientAuthorities {
            certificates = List.copyOf(certificates);
        }

        @Override
        public String toString() {
            return "ClientAuthorities[" + file + ", required=" + required + "]";
        }
    }

    /** The keys and certificates for a door; empty when it speaks without. */
    public Optional<Tls> tls(String door) {
        return edge.tls().filter(tls -> tls.doors().contains(door));
    }

    /** For logs: a URL of a database has its password in it. */
    @Override
    public String toString() {
        return "GatewayConfig[home=" + home + ", " + files + ", mainPid=" + mainPid + ", businessPid=" + businessPid
                + ", socket=" + socket + ", businessSocket=" + businessSocket + ", businessMain=" + businessMain
                + ", databaseUrl=" + databaseUrl.map(secret -> "***").orElse("-") + ", memoryDb=" + memoryDb + ", "
                + ports + ", " + hosts + ", " + limits + ", " + edge + "]";
    }
}
