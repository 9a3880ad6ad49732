package io.bighammer.core.life;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.Outage;
import io.bighammer.core.config.RouteConfig;
import io.bighammer.spi.ServiceConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service that runs must not be lost by a slip: neither its program nor its name. */
final class LostServices {

    private LostServices() {}

    /** What a change would lose, with the place; empty when it loses nothing. */
    static List<String> by(Configuration before, Configuration next) {
        Set<String> known = before.outages().stream().map(Outage::service).collect(Collectors.toSet());
        Stream<String> programs = next.outages().stream()
                .filter(outage -> !known.contains(outage.service()))
                .map(outage -> outage.finding().toString());
        Set<String> lost = next.routes().stream()
                .flatMap(route -> route.handler().stream())
                .distinct()
                .filter(handler -> isMain(next, handler) && !isMain(before, handler))
                .collect(Collectors.toSet());
        Stream<String> names = next.routes().stream()
                .filter(route -> route.handler().filter(lost::contains).isPresent())
                .map(route -> name(before, route));
        return Stream.concat(programs, names).toList();
    }

    private static String name(Configuration before, RouteConfig route) {
        return route.handlerPlace() + ": the service "
                + before.target(route.handler().orElseThrow()).service()
                + " is no more in services.json, so this would go to main; take the route away as well";
    }

    private static boolean isMain(Configuration configuration, String handler) {
        return configuration.target(handler).service().equals(ServiceConfig.MAIN);
    }
}
