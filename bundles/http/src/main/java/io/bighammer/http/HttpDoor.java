package io.bighammer.http;

import io.bighammer.spi.Door;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.PortHolder;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes requests over HTTP/1.1 and HTTP/2 without TLS (h2c) on {@code ports.http_port}. */
@Component(property = Door.NAME + "=" + Door.HTTP)
public final class HttpDoor implements Door {
    private static final int MAX_THREADS = 64;

    private final Gateway gateway;
    private Server server;
    private ServerConnector connector;
    private ExchangeHandler handler;

    @Activate
    public HttpDoor(@Reference Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return HTTP;
    }

    @Override
    public void open(GatewayConfig config) throws IOException {
        GatewayConfig.Limits limits = config.limits();
        server = new Server(new DoorThreads(MAX_THREADS));
        HttpConfiguration http = configure(limits);
        int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);
        connector = new HttpConnector(
                server, selectors, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost(config.hosts().http());
        connector.setPort(config.ports().http());
        connector.setIdleTimeout(limits.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(-1); // Drain decides which connections are idle
        connector.setReuseAddress(true);
        server.addConnector(connector);
        connector.addBean(new Pace(connector, limits));
        server.addBean(new NetworkConnectionLimit(limits.maxConnections(), server));
        server.setErrorHandler(new ProblemPage());
        handler = new ExchangeHandler(gateway);
        server.setHandler(handler);
        start(config);
    }

    private static HttpConfiguration configure(GatewayConfig.Limits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.maxHeaderSize());
        return http;
    }

    private void start(GatewayConfig config) throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            String where = config.hosts().http() + ":" + config.ports().http();
            stop();
            throw new IOException(
                    e instanceof BindException || e.getCause() instanceof BindException
                            ? "ports.http_port: cannot listen on " + where + ": "
                                    + PortHolder.describe(config.ports().http())
                            : "ports.http_port: cannot listen on " + where + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        if (server == null) {
            return CompletableFuture.completedFuture(null);
        }
        Executor ownThread = task -> new Thread(task, "http-stop").start(); // the server ends its own ones
        return new Drain(server, connector, handler)
                .run(grace)
                .handleAsync(
                        (ended, late) -> {
                            stop();
                            return null;
                        },
                        ownThread);
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP door did not stop", e);
        } finally {
            server = null;
        }
    }

    @Override
    public String address() {
        return server == null ? "" : connector.getHost() + ":" + connector.getLocalPort();
    }
}
