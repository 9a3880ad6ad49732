package io.bighammer.core.config;

import io.bighammer.spi.Door;
import io.bighammer.spi.GatewayConfig;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Reads {@code trusted_proxies}, {@code tls} and who may use the main socket of {@code config.json}, with the keys and certificates that are
 * named there.
 */
final class EdgeReader {
    private static final List<String> TLS_DOORS = List.of(Door.HTTP, "websocket", "tcp");
    private static final Set<String> USUAL_DOORS = Set.of(Door.HTTP, "websocket");
    private static final String REQUIRED = "required";
    private static final String OPTIONAL = "optional";
    private static final Kind<String> NETWORK = Kinds.filled(EdgeReader::network);
    private static final Kind<String> DOOR = Kinds.word(TLS_DOORS, EdgeReader::door);
    private static final Kind<Boolean> NECESSITY =
            Kinds.word(List.of(REQUIRED, OPTIONAL), EdgeReader::necessity).absent(REQUIRED);
    private static final Kind<Value> NOT_EMPTY = new Kind<>(EdgeReader::notEmpty, Kinds.LIST::schema);
    /** What an address is written with; a name would be looked up. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]+(\\.[0-9]+){3}(/[0-9]+)?|[0-9A-Fa-f:./]*:[0-9A-Fa-f:./]*");

    private final Home home;
    private final Findings findings;

    /** @param what the certificates of a file */
    private record Loaded(Path file, List<X509Certificate> what) {}

    EdgeReader(Home home, Findings findings) {
        this.home = home;
        this.findings = findings;
    }

    GatewayConfig.Edge read(Fields top) {
        List<String> proxies = top.list("trusted_proxies", NETWORK);
        GatewayConfig.SocketAccess socket = new SocketAccessReader(findings).read(top);
        Fields inner = top.object("tls");
        GatewayConfig.Tls tls = tls(inner);
        if (!top.has("tls")) {
            return new GatewayConfig.Edge(proxies, Optional.empty(), socket);
        }
        inner.end();
        return new GatewayConfig.Edge(proxies, Optional.of(tls), socket);
    }

    private static String network(Value value) {
        String text = Scalars.filledText(value);
        try {
            if (ADDRESS.matcher(text).matches() && new InetAddressSet().add(text)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw notNetwork(value);
        }
        throw notNetwork(value);
    }

    private static IllegalArgumentException notNetwork(Value value) {
        return Scalars.not("an address or a network, like \"10.0.0.7\", \"10.0.0.0/8\" or \"fd00::/8\"", value);
    }

    private GatewayConfig.Tls tls(Fields tls) {
        tls.read("certificates", NOT_EMPTY);
        List<GatewayConfig.Identity> identities = tls.objects("certificates", (entry, any) -> identity(entry));
        List<String> doors = tls.list("doors", DOOR);
        Optional<GatewayConfig.ClientAuthorities> clients = clients(tls);
        boolean named = tls.has("doors");
        return new GatewayConfig.Tls(named ? new HashSet<>(doors) : USUAL_DOORS, identities, clients);
    }

    private static Value notEmpty(Value value) {
        if (value instanceof Value.Items items && items.items().isEmpty()) {
            throw new IllegalArgumentException("must have an entry with \"certificate\" and \"key\"");
        }
        return value;
    }

    private static String door(Value value) {
        String name = Scalars.text(value);
        if (!TLS_DOORS.contains(name)) {
            throw Scalars.not("one of " + String.join(", ", TLS_DOORS), value);
        }
        return name;
    }

    private Optional<GatewayConfig.Identity> identity(Fields entry) {
        Optional<Loaded> chain = entry.required("certificate", Kinds.filled(this::chain));
        Optional<Path> keyFile = entry.required("key", Kinds.filled(value -> home.resolve(Scalars.filledText(value))));
        if (chain.isEmpty() || keyFile.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate own = chain.get().what().get(0);
        Optional<PrivateKey> key = entry.read("key", Kinds.filled(value -> PemFile.read(keyFile.get(), value.shown())
                .key(own)));
        return key.map(found -> new GatewayConfig.Identity(
                chain.get().file(), keyFile.get(), chain.get().what(), found));
    }

    private Loaded chain(Value value) {
        Loaded loaded = certificates(value);
        List<X509Certificate> chain = loaded.what();
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw new IllegalArgumentException(
                        "names a file whose certificate " + (i + 1)
                                + " did not sign the one before it; the site's own comes first, then the one that signed it, and so on");
            }
        }
        return loaded;
    }

    private Loaded certificates(Value value) {
        Path file = home.resolve(Scalars.filledText(value));
        return new Loaded(file, PemFile.read(file, value.shown()).certificates());
    }

    private Optional<GatewayConfig.ClientAuthorities> clients(Fields tls) {
        Optional<Loaded> authorities = tls.read("client_ca", Kinds.filled(this::certificates));
        boolean required = tls.read("client_certificate", NECESSITY).orElse(true);
        if (tls.has("client_certificate") && !tls.has("client_ca")) {
            findings.error(tls.place("client_certificate"), "needs \"client_ca\", the file of those who sign them");
        }
        return authorities.map(found -> new GatewayConfig.ClientAuthorities(found.file(), found.what(), required));
    }

    private static boolean necessity(Value value) {
        String word = Scalars.text(value);
        if (!word.equals(REQUIRED) && !word.equals(OPTIONAL)) {
            throw Scalars.not("\"required\" or \"optional\"", value);
        }
        return word.equals(REQUIRED);
    }
}
