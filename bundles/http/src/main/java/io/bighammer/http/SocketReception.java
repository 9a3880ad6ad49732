package io.bighammer.http;

import io.bighammer.api.Problem;
import io.bighammer.http.websocket.Sockets;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.JsonRequests;
import io.bighammer.spi.Origins;
import io.bighammer.spi.ProblemDetails;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** WebSockets only: those of a route, and for JSON requests those that no route has. */
record SocketReception(Gateway gateway, JsonRequests requests) implements Reception {

    @Override
    public String door() {
        return "websocket";
    }

    @Override
    public void request(HttpExchange exchange) {
        refuse(exchange, Problem.BAD_REQUEST, "This port is for WebSockets; send other requests to http_port.");
    }

    @Override
    public void handshake(HandshakeExchange exchange) {
        gateway.handle(exchange);
    }

    @Override
    public void unrouted(HandshakeExchange exchange) {
        String origin = exchange.headers().get("Origin");
        if (origin != null && !Origins.SAME_HOST.allow(origin, exchange.authority())) {
            refuse(exchange, Problem.FORBIDDEN, "Pages of " + origin + " may not open WebSockets here.");
            return;
        }
        Sockets sockets = exchange.sockets();
        exchange.talk(sockets.json(requests, new JsonRequests.Client(door(), exchange.scheme(), exchange.client())));
        exchange.answer(101, HttpFields.EMPTY, Content.Source.from(), Callback.NOOP);
    }

    private static void refuse(Exchange exchange, Problem problem, String detail) {
        HttpFields.Mutable headers = HttpFields.build();
        byte[] body = exchange.render(
                new ProblemDetails(
                        problem.status(),
                        problem.title(),
                        detail,
                        problem.code(),
                        UUID.randomUUID().toString()),
                headers);
        exchange.answer(problem.status(), headers, Content.Source.from(ByteBuffer.wrap(body)), Callback.NOOP);
    }
}
