package io.bighammer.spi;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.util.ssl.SniX509ExtendedKeyManager.SniSelector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.ssl.X509;

/**
 * Makes Jetty's TLS of the keys and certificates of {@code config.json}. A client gets the certificate whose name it asks for, else the
 * first one. Protocol versions and ciphers are those that the JDK and Jetty think safe.
 */
public final class TlsContext {
    private static final String IN_MEMORY = "never written";
    private static final String FIRST = "0";

    /** @param clients those who sign their certificates; null when none is asked for */
    private record Stores(KeyStore own, KeyStore clients, boolean required) {}

    private TlsContext() {}

    /** @return started; whoever has it stops it */
    public static SslContextFactory.Server of(GatewayConfig.Tls tls) throws IOException {
        try {
            return start(stores(tls));
        } catch (Exception e) {
            throw unusable(e);
        }
    }

    /** From now on new connections get these; those that are open keep what they have. Nothing has changed when it fails. */
    public static void renew(SslContextFactory.Server running, GatewayConfig.Tls tls) throws IOException {
        try {
            Stores stores = stores(tls);
            start(stores).stop();
            running.reload(any -> use(stores, running));
        } catch (Exception e) {
            throw unusable(e);
        }
    }

    private static IOException unusable(Exception e) {
        return new IOException("tls.certificates: cannot be used for TLS: " + e.getMessage(), e);
    }

    private static SslContextFactory.Server start(Stores stores) throws Exception {
        SslContextFactory.Server made = new SslContextFactory.Server();
        made.setKeyStorePassword(IN_MEMORY);
        made.setSNISelector(
                (keyType, issuers, session, host, fitting) -> select(made, keyType, issuers, session, host, fitting));
        use(stores, made);
        made.start();
        return made;
    }

    private static void use(Stores stores, SslContextFactory.Server server) {
        boolean asked = stores.clients() != null;
        server.setKeyStore(stores.own());
        server.setTrustStore(stores.clients());
        server.setNeedClientAuth(asked && stores.required());
        server.setWantClientAuth(asked && !stores.required());
    }

    private static Stores stores(GatewayConfig.Tls tls) throws GeneralSecurityException, IOException {
        Optional<GatewayConfig.ClientAuthorities> clients = tls.clients();
        return new Stores(
                own(tls.identities()),
                clients.isPresent() ? trusted(clients.get().certificates()) : null,
                clients.isPresent() && clients.get().required());
    }

    private static KeyStore own(List<GatewayConfig.Identity> identities) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (int i = 0; i < identities.size(); i++) {
            GatewayConfig.Identity identity = identities.get(i);
            Certificate[] chain = identity.chain().toArray(Certificate[]::new);
            store.setKeyEntry(String.valueOf(i), identity.key(), IN_MEMORY.toCharArray(), chain);
        }
        return store;
    }

    private static KeyStore trusted(List<X509Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry(String.valueOf(i), certificates.get(i));
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Asked for one type of key after another, until there is a certificate for it. */
    private static String select(
            SslContextFactory.Server server,
            String keyType,
            Principal[] issuers,
            SSLSession session,
            String host,
            Collection<X509> fitting)
            throws SSLHandshakeException {
        String found = server.sniSelect(keyType, issuers, session, host, fitting);
        if (!SniSelector.DELEGATE.equals(found)) {
            return found;
        }
        return fitting.stream()
                .map(X509::getAlias)
                .filter(FIRST::equals)
                .findFirst()
                .orElse(null);
    }
}
