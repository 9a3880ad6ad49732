package io.bighammer.core.config;

import io.bighammer.core.route.Conditions;
import io.bighammer.spi.Origins;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An entry of {@code router.json}.
 *
 * @param conditions what it matches
 * @param handler as written; empty when a plugin answers. {@link Configuration#target} says what it stands for
 * @param timeout empty for the {@code request_timeout} of {@code config.json}
 * @param stripPath whether the service sees only what stands after the part before the {@code *}
 * @param origins whose pages may open WebSockets
 */
public record RouteConfig(
        Place place,
        Conditions conditions,
        Optional<String> handler,
        List<PluginUse> plugins,
        Optional<Duration> timeout,
        boolean stripPath,
        Origins origins) {

    public RouteConfig {
        plugins = List.copyOf(plugins);
    }

    /** Of a header that a request must have. */
    public Place headerPlace(String name) {
        return place.member(place.line(), "headers").member(place.line(), name);
    }

    public Place handlerPlace() {
        return place.member(place.line(), "handler");
    }

    /**
     * A plugin that a route names.
     *
     * @param settings of this route alone; empty for those of {@code plugins.json}
     */
    public record PluginUse(Place place, String name, Optional<Settings> settings) {}
}
