package io.bighammer.core.config;

import io.bighammer.spi.ServiceConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a route's {@code handler} stands for.
 *
 * @param service the name of the service that answers
 * @param method the method of the service's object
 */
public record HandlerTarget(String service, String method) {

    /** The method that is called unless the handler names another. */
    public static final String DEFAULT_METHOD = "handle";

    private static final String SUFFIX = "_handler";

    /**
     * A service's name, with or without {@code _handler}, and perhaps {@code .method}; a service named exactly like the
     * handler wins. What no service has goes to {@code main}.
     *
     * @param services the names of all services, of those that do not run as well
     */
    public static HandlerTarget resolve(String handler, Set<String> services) {
        Optional<String> whole = service(handler, services);
        if (whole.isPresent()) {
            return new HandlerTarget(whole.get(), DEFAULT_METHOD);
        }
        int dot = handler.indexOf('.');
        if (dot > 0 && dot < handler.length() - 1) {
            Optional<String> named = service(handler.substring(0, dot), services);
            if (named.isPresent()) {
                return new HandlerTarget(named.get(), handler.substring(dot + 1));
            }
        }
        return new HandlerTarget(ServiceConfig.MAIN, DEFAULT_METHOD);
    }

    /** What should be a service's name in a handler: all before the method. */
    static String named(String handler) {
        int dot = handler.indexOf('.');
        return dot > 0 ? handler.substring(0, dot) : handler;
    }

    /** The handlers that stand for those services. */
    static List<String> handlers(Set<String> services) {
        return services.stream().flatMap(name -> Stream.of(name, name + SUFFIX)).toList();
    }

    private static Optional<String> service(String name, Set<String> services) {
        if (services.contains(name)) {
            return Optional.of(name);
        }
        return name.endsWith(SUFFIX)
                ? Optional.of(name.substring(0, name.length() - SUFFIX.length()))
                        .filter(services::contains)
                : Optional.empty();
    }
}
