package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a route matches.
 *
 * @param methods upper case; empty for all but {@code WS}
 * @param hosts lower case, exact or like {@code *.example.com}; empty for all
 * @param headers fields that a request must have with exactly that value; the names regardless of case
 * @param priority of the routes that match a request, the one with the highest serves it
 */
public record Conditions(
        PathPattern path, Set<String> methods, Set<String> hosts, Map<String, String> headers, int priority) {

    /** The methods that a route can name. */
    public static final List<String> METHODS = Methods.KNOWN;

    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[\\p{L}\\p{N}]([\\p{L}\\p{N}._-]*)|\\[[0-9a-fA-F:.]+]");

    public Conditions {
        methods = Set.copyOf(methods);
        hosts = hosts.isEmpty()
                ? Set.of()
                : hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        headers = Map.copyOf(headers);
    }

    /** A route for that path without any further condition. */
    public static Conditions of(String path, String... methods) {
        return new Conditions(new PathPattern(path), Set.of(methods), Set.of(), Map.of(), 0);
    }

    /** Whether a route can have that host: a name without a port, perhaps with {@code *.} before it. */
    public static boolean isHost(String host) {
        return HOST.matcher(host).matches();
    }

    /**
     * One for each host. Of two routes with one in common nothing says which one serves a request, if they also
     * {@linkplain #sharesMethodWith share a method}.
     */
    public List<ClashKey> clashKeys() {
        Map<String, String> fields = Map.of();
        if (!headers.isEmpty()) {
            fields = new HashMap<>();
            for (Map.Entry<String, String> header : headers.entrySet()) {
                fields.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        List<ClashKey> keys = new ArrayList<>();
        for (String host : hosts.isEmpty() ? Set.of("") : hosts) {
            keys.add(new ClashKey(path.shape(), host, fields, priority, methods.isEmpty()));
        }
        return keys;
    }

    /**
     * What decides between routes, apart from a method.
     *
     * @param host empty for any
     * @param headers the names in lower case
     */
    public record ClashKey(String shape, String host, Map<String, String> headers, int priority, boolean anyMethod) {}

    public boolean sharesMethodWith(Conditions other) {
        return methods.isEmpty() ? other.methods.isEmpty() : methods.stream().anyMatch(other.methods::contains);
    }

    /**
     * How far the nearest of the hosts is from the one that a client addressed: 0 for its very name, 1 for the nearest domain that it is
     * in, and so on; more than for any of them when the route is for any host.
     */
    public int hostDistance(String authority) {
        List<String> patterns = HostNames.patterns(authority);
        int distance = 0;
        while (distance < patterns.size() && !hosts.contains(patterns.get(distance))) {
            distance++;
        }
        return distance;
    }
}
