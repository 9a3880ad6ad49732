package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        headers = Map.copyOf(headers);
    }

    /** A route for that path without any further condition. */
    public static Conditions of(String path, String... methods) {
        return new Conditions(PathPattern.parse(path), Set.of(methods), Set.of(), Map.of(), 0);
    }

    /** Whether a route can have that host: a name without a port, perhaps with {@code *.} before it. */
    public static boolean isHost(String host) {
        return HOST.matcher(host).matches();
    }

    /** The same for all conditions that can clash. */
    public List<Object> clashKey() {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.putAll(headers);
        List<Object> key = new ArrayList<>(List.of(path.shape(), priority, methods.isEmpty()));
        fields.forEach((name, value) -> key.add(name.toLowerCase(Locale.ROOT) + ": " + value));
        return key;
    }

    /** Whether both match some request and nothing says which one serves it; only among those with the same clashKey. */
    public boolean clashesWith(Conditions other) {
        return overlap(methods, other.methods) && overlap(hosts, other.hosts);
    }

    private static boolean overlap(Set<String> a, Set<String> b) {
        return a.isEmpty() ? b.isEmpty() : a.stream().anyMatch(b::contains);
    }
}
