package io.bighammer.bench;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;

/** Vert.x's proxy on one event loop, as the gateway has one selector: {@code PORT SOCKET CONNECTIONS}. */
public final class VertxProxy extends VerticleBase {
    private final int port;
    private final String socket;
    private final int connections;

    private VertxProxy(int port, String socket, int connections) {
        this.port = port;
        this.socket = socket;
        this.connections = connections;
    }

    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        if (!vertx.isNativeTransportEnabled()) {
            throw new IllegalStateException("Vert.x has no epoll here", vertx.unavailableNativeTransportCause());
        }
        VertxProxy proxy =
                new VertxProxy(Integer.parseInt(arguments[0]), arguments[1], Integer.parseInt(arguments[2]));
        vertx.deployVerticle(proxy).onFailure(failure -> {
            failure.printStackTrace();
            System.exit(1);
        });
    }

    @Override
    public Future<?> start() {
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(connections));
        // The proxy replaces Host by where the service is; for a Unix socket it must be told.
        RequestOptions service = new RequestOptions()
                .setServer(SocketAddress.domainSocketAddress(socket))
                .setHost("localhost");
        HttpProxy proxy = HttpProxy.reverseProxy(client).origin(context -> context.client().request(service));
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(port);
        return vertx.createHttpServer(options).requestHandler(proxy).listen();
    }
}
