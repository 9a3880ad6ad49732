package io.bighammer.core.websocket;

import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.core.way.Generation;
import io.bighammer.core.way.RequestContext;
import io.bighammer.core.way.RequestView;
import io.bighammer.core.way.ServiceTarget;
import io.bighammer.core.way.Target;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Handshake;
import io.bighammer.spi.Origins;
import io.bighammer.spi.Service;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;

/**
 * Asks a service, and lets WebSockets in that it wants. Two are equal when a WebSocket that one has let in is right for the
 * other too.
 *
 * @param path of the route, as written
 * @param origins whose pages may open WebSockets
 * @param checks the plugins that have let it in, with their settings
 */
public record SocketTarget(ServiceTarget service, String path, Origins origins, List<?> checks, Connections connections)
        implements Target {

    /** Where a WebSocket came in: what its route was found by. */
    record Address(String authority, String path, HttpFields headers) {}

    public SocketTarget {
        checks = List.copyOf(checks);
    }

    @Override
    public void ask(RequestView request, RequestContext context, AnswerListener listener) {
        Optional<Handshake> handshake = request.handshake();
        if (handshake.isEmpty()) {
            service.ask(request, context, listener);
            return;
        }
        requireOrigin(handshake.get());
        Caller caller = Caller.of(request, service);
        String id = UUID.randomUUID().toString();
        Connection connection = new Connection(id, this, address(handshake.get()), caller, connections);
        connections.add(connection);
        handshake.get().talk(connection);
        connection.open(context::onCancel, listener);
    }

    private void requireOrigin(Handshake handshake) {
        String origin = handshake.headers().get("Origin");
        if (origin != null && !origins.allow(origin, handshake.authority())) {
            throw new ProblemException(Problem.FORBIDDEN, "Pages of " + origin + " may not open WebSockets here.");
        }
    }

    private static Address address(Handshake handshake) {
        return new Address(
                handshake.authority(), handshake.path(), handshake.headers().asImmutable());
    }

    Optional<Service> find() {
        return service.services().find(service.service());
    }

    boolean isIn(Generation generation, Address of) {
        return generation
                .target(Handshake.METHOD, of.authority(), of.path(), of.headers())
                .filter(this::equals)
                .isPresent();
    }
}
