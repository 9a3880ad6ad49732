package io.bighammer.ipc.json;

import io.bighammer.ipc.BadRequestException;
import io.bighammer.spi.BufferBudget;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.JsonRequests;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads JSON requests, sends them through the gateway and puts the answers into envelopes. */
@Component
public final class JsonWay implements JsonRequests {
    private static final Runnable NOTHING_TO_STOP = () -> {};

    private final Gateway gateway;
    private final BufferBudget budget;

    @Activate
    public JsonWay(@Reference Gateway gateway, @Reference BufferBudget budget) {
        this.gateway = gateway;
        this.budget = budget;
    }

    @Override
    public Runnable take(byte[] object, Client client, Consumer<Reply> reply) {
        try {
            JsonExchange exchange = new JsonExchange(JsonRequest.of(object), client, budget, reply);
            gateway.handle(exchange);
            return exchange::clientLeft;
        } catch (BadRequestException e) {
            reply.accept(new Reply(answer(e.status(), e.getMessage()), false, e.isJson(), Callback.NOOP));
            return NOTHING_TO_STOP;
        }
    }

    @Override
    public byte[] answer(int status, String message) {
        return Envelope.of(status, message);
    }
}
