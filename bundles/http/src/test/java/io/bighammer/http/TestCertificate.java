package io.bighammer.http;

import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that has signed itself, made by the keytool of the JDK. */
record TestCertificate(KeyStore store) {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "one";

    /** @param algorithm of the key, {@code RSA} or {@code EC} */
    static TestCertificate of(Path folder, String name, String algorithm) throws Exception {
        Path file = folder.resolve(name + "-" + System.nanoTime() + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IOException("keytool made no certificate");
        }
        return new TestCertificate(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
    }

    X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate(ALIAS);
    }

    GatewayConfig.Identity identity() throws GeneralSecurityException {
        return new GatewayConfig.Identity(Path.of("/none"), Path.of("/none"), List.of(certificate()), (PrivateKey)
                store.getKey(ALIAS, PASSWORD.toCharArray()));
    }

    /** For a client that shows this certificate and trusts the others. */
    SSLContext client(TestCertificate... trusted) throws GeneralSecurityException, IOException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD.toCharArray());
        return client(own.getKeyManagers(), trusted);
    }

    /** For a client without a certificate. */
    static SSLContext trusting(TestCertificate... trusted) throws GeneralSecurityException, IOException {
        return client(new KeyManager[0], trusted);
    }

    private static SSLContext client(KeyManager[] own, TestCertificate... trusted)
            throws GeneralSecurityException, IOException {
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        for (int i = 0; i < trusted.length; i++) {
            authorities.setCertificateEntry(String.valueOf(i), trusted[i].certificate());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        return context;
    }
}
