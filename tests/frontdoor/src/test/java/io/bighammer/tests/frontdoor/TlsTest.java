package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The HTTP door over TLS, with certificates of openssl and curl for a client. */
@ExtendWith(InstallationParameter.class)
final class TlsTest {
    private static Installation running;

    @BeforeAll
    static void start(Installation bighammer) {
        running = bighammer;
        running.bash("mkdir config/tls").succeeded();
        makeCertificate("localhost", "rsa:2048", "site");
        running.replace("config/config.json", "\"ports\": {", """
                "tls": {"certificates": [{"certificate": "/config/tls/site.pem", "key": "/config/tls/site.key"}]},
                "ports": {""");
        running.start();
    }

    private static void makeCertificate(String name, String key, String file) {
        running.bash("openssl req -x509 -newkey " + key + " -nodes -days 30 -subj /CN=" + name
                        + " -addext subjectAltName=DNS:localhost -keyout config/tls/" + file + ".key -out config/tls/"
                        + file + ".pem")
                .succeeded();
    }

    private static String curl(String options) {
        return running.bash("curl -sS --max-time 20 --cacert config/tls/site.pem " + options + " https://localhost:"
                        + running.port() + "/api/example")
                .succeeded()
                .output();
    }

    @Test
    void bothVersionsOfHttpAreAgreedOn() {
        String what = "-o /dev/null -w '%{http_version} %{http_code}' ";
        assertEquals("2 200", curl(what + "--http2").strip());
        assertEquals("1.1 200", curl(what + "--http1.1").strip());
        assertEquals("1.1 200", curl(what + "--no-alpn").strip());
    }

    @Test
    void aWebSocketIsEncryptedToo() throws Exception {
        // `doors` is not given: the port of WebSockets is one of those that speak TLS then.
        HttpClient http = HttpClient.newBuilder().sslContext(trusting("site")).build();
        TextSocket socket = TextSocket.open(http, URI.create("wss://localhost:" + running.websocketPort() + "/"));
        String answer = socket.ask("{\"path\": \"/api/example\"}");
        assertTrue(answer.contains("Hello World"), answer);
        socket.close(1000, "");
        assertEquals("1000 ", socket.closed());
    }

    private static SSLContext trusting(String file) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(running.file("config/tls/" + file + ".pem"))) {
            trusted.setCertificateEntry(
                    file, CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Test
    void aRenewedCertificateIsInForceAndABrokenOneLeavesTheOldOne() {
        running.write("config/tls/site.key", "broken");
        String reason = "tls.certificates[0].key: \"/config/tls/site.key\" has no private key in it";
        running.awaitLog(reason);
        running.duang("status").endedWith(1).says("change refused: config/config.json:", reason);
        assertTrue(curl("").contains("Hello World"));

        makeCertificate("renewed", "rsa:2048", "site");
        Await.until("curl trusts the new certificate and nothing else", () -> running.bash(
                        "curl -sS -v --cacert config/tls/site.pem https://localhost:" + running.port() + "/ 2>&1")
                .output()
                .contains("subject: CN=renewed"));
        Await.until("all is well", () -> running.duang("status").code() == 0);
    }
}
