package io.bighammer.core.way;

import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.core.route.Lookup;
import io.bighammer.core.route.RouteTable;
import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Exchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;

/**
 * All routes with their chains, as one immutable whole.
 *
 * @param number counts the generations of this process, from 1
 * @param chains every chain that a request can enter, the one of {@code unmatched} included
 * @param unmatched runs for requests that no route serves: the global plugins
 * @param nowhere where requests are counted that no route serves
 * @param maxBodySize bytes of a request's body
 */
public record Generation(
        long number,
        RouteTable<Route> routes,
        Set<Chain> chains,
        Chain unmatched,
        RouteFigures nowhere,
        long maxBodySize) {

    /** Before the first one: whoever comes is told to come again. */
    static final Generation NONE = none();

    private static Generation none() {
        Chain empty = new Chain(List.of(), Runnable::run);
        return new Generation(0, RouteTable.of(List.of()), Set.of(empty), empty, new RouteFigures(), Long.MAX_VALUE);
    }

    /** The route of a request; where there is none, one that refuses it. */
    Lookup.Match<Route> find(Exchange exchange) {
        Lookup<Route> found = routes.find(exchange.method(), exchange.authority(), exchange.path(), exchange.headers());
        if (found instanceof Lookup.Match<Route> match) {
            return match;
        }
        return new Lookup.Match<>(new Route(unmatched, refusal(found, exchange.method()), nowhere), Map.of(), -1);
    }

    private static Target refusal(Lookup<Route> found, String method) {
        if (found instanceof Lookup.MethodNotAllowed<Route> other) {
            return notAllowed(method, other.allow());
        }
        return found instanceof Lookup.OnlyWebSockets<Route> ? Generation::onlyWebSockets : Generation::notFound;
    }

    /** Who answers such a request; empty when no route has it. */
    public Optional<Target> target(String method, String authority, String path, HttpFields headers) {
        return routes.find(method, authority, path, headers) instanceof Lookup.Match<Route> match
                ? Optional.of(match.route().target())
                : Optional.empty();
    }

    boolean serves(Exchange exchange) {
        return target(exchange.method(), exchange.authority(), exchange.path(), exchange.headers())
                .isPresent();
    }

    private static Target notAllowed(String method, String allow) {
        if (method.equals("OPTIONS")) {
            return (request, context, listener) -> listener.answered(LocalAnswer.options(allow));
        }
        return (request, context, listener) -> {
            throw new ProblemException(
                            Problem.METHOD_NOT_ALLOWED,
                            request.path() + " does not take " + method + ", but " + allow + ".")
                    .header("Allow", allow);
        };
    }

    private static void onlyWebSockets(RequestView request, RequestContext context, AnswerListener listener) {
        throw new ProblemException(Problem.UPGRADE_REQUIRED, request.path() + " is for WebSockets only.");
    }

    private static void notFound(RequestView request, RequestContext context, AnswerListener listener) {
        throw new ProblemException(Problem.NOT_FOUND, "No route leads to " + request.path() + ".");
    }
}
