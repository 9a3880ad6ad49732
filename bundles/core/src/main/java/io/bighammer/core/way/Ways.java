package io.bighammer.core.way;

import io.bighammer.core.route.Lookup;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.Handshake;
import org.osgi.service.component.annotations.Component;

/**
 * Where requests come in: each takes its way through the generation of routes that is in force when it begins. One volatile read
 * and one count, no lock.
 */
@Component(service = {Gateway.class, Ways.class})
public final class Ways implements Gateway {
    private volatile Generation generation = Generation.NONE;

    @Override
    public void handle(Exchange exchange) {
        if (exchange instanceof Handshake handshake && !generation.serves(handshake)) {
            handshake.pass();
            return;
        }
        Generation now;
        Lookup.Match<Route> match;
        do {
            now = generation;
            match = now.find(exchange);
        } while (!match.route().chain().enter()); // retired between the two: the next generation is there already
        new RequestWay(exchange, match, now.maxBodySize()).begin();
    }

    /** The generation that requests take from now on. */
    public void use(Generation next) {
        generation = next;
    }

    public Generation generation() {
        return generation;
    }
}
