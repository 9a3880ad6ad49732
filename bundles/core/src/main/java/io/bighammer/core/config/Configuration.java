package io.bighammer.core.config;

import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.ServiceConfig;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All configuration files, read and checked against each other. Immutable.
 *
 * @param gatewayPlaces where the keys of {@code config.json} stand, as they are spelt there
 * @param services the enabled ones whose program exists, and {@code main} when its file exists
 * @param servicePlaces where the services stand, by their names; {@code main} stands nowhere
 * @param missingServices the services that do not run, each with the reason; their routes answer 503
 * @param outages those of the missing services that nobody has switched off
 * @param warnings what works, but perhaps not as it was meant
 * @param filled where values stand that nobody is shown
 */
public record Configuration(
        GatewayConfig gateway,
        Map<String, Place> gatewayPlaces,
        List<RouteConfig> routes,
        List<PluginEntry> plugins,
        List<ServiceConfig> services,
        Map<String, Place> servicePlaces,
        Map<String, String> missingServices,
        List<Outage> outages,
        List<Finding> warnings,
        Filled filled) {

    private static final String FILE = "config/config.json";

    public Configuration {
        gatewayPlaces = Map.copyOf(gatewayPlaces);
        routes = List.copyOf(routes);
        plugins = List.copyOf(plugins);
        services = List.copyOf(services);
        servicePlaces = Map.copyOf(servicePlaces);
        missingServices = Collections.unmodifiableMap(new LinkedHashMap<>(missingServices));
        outages = List.copyOf(outages);
        warnings = List.copyOf(warnings);
    }

    /** Where a key of {@code config.json} stands, in either spelling; in the file as a whole when it has its default. */
    public Place gatewayPlace(String key) {
        return Stream.of(key, key.replace("bussiness", "business"))
                .filter(gatewayPlaces::containsKey)
                .map(gatewayPlaces::get)
                .findFirst()
                .orElseGet(() -> new Place(FILE, 0, key));
    }

    /** What a handler of a route stands for; the service is one of those that run or of the missing ones. */
    public HandlerTarget target(String handler) {
        Set<String> names = new HashSet<>(missingServices.keySet());
        services.forEach(service -> names.add(service.name()));
        return HandlerTarget.resolve(handler, names);
    }
}
