package io.bighammer.http;

import io.bighammer.api.Problem;
import io.bighammer.spi.AdminPort;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Door;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ListenerDoor;
import io.bighammer.spi.Network;
import io.bighammer.spi.ProblemDetails;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows metrics and status on {@code ports.admin_port}, or is switched off. */
@Component(
        service = {Door.class, AdminPort.class},
        property = Door.NAME + "=" + Door.ADMIN)
public final class AdminDoor extends ListenerDoor<ListenerDoor.Listener> implements AdminPort {
    private final Network network;
    private volatile Gateway pages = AdminDoor::nothing;

    @Activate
    public AdminDoor(@Reference Network network) {
        this.network = network;
    }

    @Override
    public String name() {
        return ADMIN;
    }

    @Override
    protected Listener listen(GatewayConfig config, Optional<Listener> beside) throws IOException {
        if (config.ports().admin().isEmpty()) {
            return SwitchedOff.DOOR;
        }
        HttpListener opened =
                new HttpListener(new Pages(), new BufferBudget(0), network, ListenAddress::ofAdmin, config);
        if (beside.isPresent() && beside.get() instanceof HttpListener open) {
            opened.openBeside(open);
        } else {
            opened.open();
        }
        return opened;
    }

    @Override
    public void show(Gateway shown) {
        pages = shown;
    }

    private final class Pages implements Reception {
        @Override
        public String door() {
            return ADMIN;
        }

        @Override
        public void request(HttpExchange exchange) {
            pages.handle(exchange);
        }

        @Override
        public void handshake(HandshakeExchange exchange) {
            pages.handle(exchange.plain());
        }

        @Override
        public void unrouted(HandshakeExchange exchange) {
            pages.handle(exchange.plain());
        }
    }

    private static void nothing(Exchange exchange) {
        Problem problem = Problem.SERVICE_UNAVAILABLE;
        HttpFields.Mutable headers = HttpFields.build();
        byte[] body = exchange.render(
                new ProblemDetails(
                        problem.status(),
                        problem.title(),
                        "The gateway has not come so far.",
                        problem.code(),
                        UUID.randomUUID().toString()),
                headers);
        exchange.answer(problem.status(), headers, Content.Source.from(ByteBuffer.wrap(body)), Callback.NOOP);
    }

    private enum SwitchedOff implements Listener {
        DOOR;

        @Override
        public boolean listensAs(GatewayConfig config) {
            return config.ports().admin().isEmpty();
        }

        @Override
        public void apply(GatewayConfig config) {
            // There is nothing that a limit could be for.
        }

        @Override
        public CompletableFuture<Void> close(Duration grace) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public String address() {
            return "";
        }

        @Override
        public int connections() {
            return 0;
        }
    }
}
