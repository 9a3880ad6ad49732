package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** TLS over TCP, as a program in Python sees it. */
@ExtendWith(InstallationParameter.class)
final class TcpTlsTest {
    private static final String HELLO = "{\"status\":200,\"message\":\"OK\",\"data\":{\"message\":\"Hello World\"}}\n";

    @Test
    void itIsSwitchedOnAtTheSamePortWhileItRuns(Installation bighammer) {
        bighammer
                .bash("mkdir -p config/tls && openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost"
                        + " -addext subjectAltName=DNS:localhost -keyout config/tls/site.key -out config/tls/site.pem")
                .succeeded();
        bighammer.write("runtime/tls.py", """
                import json, socket, ssl, time

                ask = b'{"path": "/api/example"}'
                context = ssl.create_default_context(cafile="config/tls/site.pem")
                with socket.create_server(("127.0.0.1", 0)) as any:
                    port = any.getsockname()[1]

                def configure(more):
                    config = json.load(open("config/config.json")) | more
                    config["ports"]["tcp_port"] = port
                    with open("config/config.json", "w") as file:
                        json.dump(config, file)

                def connected(secret):
                    for attempt in range(300):
                        try:
                            raw = socket.create_connection(("127.0.0.1", port))
                            return context.wrap_socket(raw, server_hostname="localhost") if secret else raw
                        except OSError:
                            time.sleep(0.1)
                    raise SystemExit("no connection")

                configure({})
                plain = connected(secret=False)
                plain.sendall(ask)
                print(plain.recv(1000).decode(), end="", flush=True)
                own = {"certificate": "/config/tls/site.pem", "key": "/config/tls/site.key"}
                configure({"tls": {"certificates": [own], "doors": ["tcp"]}})
                secret = connected(secret=True)
                secret.sendall(ask + b'{"path": "/api/example", "close": true}')
                answer = b""
                while piece := secret.recv(1000):
                    answer += piece
                print(answer.decode(), end="")
                """);
        bighammer.start();

        String heard =
                bighammer.bash("timeout 100 python3 runtime/tls.py").succeeded().output();

        assertEquals(HELLO.repeat(3), heard);
        assertFalse(bighammer.log().contains("a fault in the gateway"), bighammer.log());
    }
}
