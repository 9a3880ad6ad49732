package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A service learns by Client-Cert which certificate a client has shown, and nobody can make it believe another one. */
@ExtendWith(InstallationParameter.class)
final class ClientCertificateTest {

    @Test
    void aServiceKnowsWhoseCertificateItWasAndBelievesNoClient(Installation bighammer) {
        makeCertificate(bighammer, "localhost", "site");
        makeCertificate(bighammer, "ann", "ann");
        bighammer.write("Develop/who_service.php", """
                <?php
                class WhoService
                {
                    public function handle($request)
                    {
                        $shown = $request->header('Client-Cert');
                        if ($shown === null) {
                            return 'nobody';
                        }
                        $pem = chunk_split(trim($shown, ':'), 64);
                        $pem = "-----BEGIN CERTIFICATE-----\\n$pem-----END CERTIFICATE-----\\n";
                        return openssl_x509_parse($pem)['subject']['CN'];
                    }
                }
                """);
        bighammer.write("config/services.json", """
                {"services": [{"name": "who", "path": "/Develop/who_service.php"}]}
                """);
        bighammer.write("config/router.json", """
                {"routes": [{"path": "/who", "handler": "who"}]}
                """);
        bighammer.replace("config/config.json", "\"ports\": {", """
                "tls": {
                    "certificates": [{"certificate": "/config/tls/site.pem", "key": "/config/tls/site.key"}],
                    "client_ca": "/config/tls/ann.pem",
                    "client_certificate": "optional"
                },
                "ports": {""");
        bighammer.start();

        String forged = "-H 'Client-Cert: :Zm9yZ2Vk:' -H 'client-cert-chain: :Zm9yZ2Vk:' ";
        String ann = "--cert config/tls/ann.pem --key config/tls/ann.key ";
        assertEquals("nobody", curl(bighammer, forged));
        assertEquals("ann", curl(bighammer, ann));
        assertEquals("ann", curl(bighammer, ann + forged + "--http1.1 "));
    }

    private static void makeCertificate(Installation bighammer, String name, String file) {
        bighammer
                .bash("mkdir -p config/tls && openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=" + name
                        + " -addext subjectAltName=DNS:localhost -keyout config/tls/" + file + ".key -out config/tls/"
                        + file + ".pem")
                .succeeded();
    }

    private static String curl(Installation bighammer, String options) {
        return bighammer
                .bash("curl -sS --max-time 20 --cacert config/tls/site.pem " + options + "https://localhost:"
                        + bighammer.port() + "/who")
                .succeeded()
                .output();
    }
}
