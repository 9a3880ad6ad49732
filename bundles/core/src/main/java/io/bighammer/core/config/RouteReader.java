package io.bighammer.core.config;

import io.bighammer.core.route.Conditions;
import io.bighammer.core.route.PathPattern;
import io.bighammer.spi.Origins;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one entry of {@code router.json}. */
final class RouteReader {

    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Kind<PathPattern> PATH = Kinds.shaped("^/", value -> new PathPattern(Scalars.text(value)));
    private static final Kind<String> METHOD = Kinds.word(Conditions.METHODS, RouteReader::method);
    private static final Kind<String> ORIGIN = Kinds.filled(RouteReader::origin);
    private static final Kind<String> HOST = Kinds.filled(RouteReader::host);

    private static final OneOrMore METHODS = new OneOrMore("method", "methods", METHOD);
    private static final OneOrMore HOSTS = new OneOrMore("host", "hosts", HOST);

    private final Fields fields;
    private final Findings findings;

    private RouteReader(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
    }

    static Optional<RouteConfig> read(Fields fields, Findings findings) {
        return new RouteReader(fields, findings).read();
    }

    private Optional<RouteConfig> read() {
        Optional<PathPattern> path = fields.required("path", PATH);
        Set<String> methods = oneOrMore(METHODS);
        Set<String> hosts = oneOrMore(HOSTS);
        Map<String, String> headers = headers();
        int priority = fields.number("priority", Integer.MIN_VALUE + 1, Integer.MAX_VALUE, 0);
        Optional<String> handler = fields.read("handler", Kinds.FILLED_TEXT);
        List<RouteConfig.PluginUse> plugins = fields.list("plugins", use());
        Optional<Duration> timeout = fields.read("timeout", Kinds.DURATION);
        boolean strip = fields.flag("strip_path", false);
        List<String> origins = fields.list("origins", ORIGIN);
        if (!origins.isEmpty() && !methods.contains("WS")) {
            findings.error(
                    fields.place("origins"),
                    "needs a route with the method \"WS\"; only browsers' WebSockets have one");
        }
        if (!fields.has("handler")
                && fields.value("plugins").map(RouteReader::isEmptyList).orElse(true)) {
            findings.error(
                    fields.place(), "has neither handler nor plugins, so nothing would answer; give one of them");
        }
        if (strip && path.isPresent() && !path.get().tail()) {
            findings.error(fields.place("strip_path"), "needs a path that ends with \"/*\"");
        }
        return path.map(pattern -> new RouteConfig(
                fields.place(),
                new Conditions(pattern, methods, hosts, headers, priority),
                handler,
                plugins,
                timeout,
                strip,
                origins.isEmpty() ? Origins.SAME_HOST : new Origins(Set.copyOf(origins))));
    }

    /** Two keys, for one and for a list. */
    private record OneOrMore(String one, String more, Kind<String> item, Kind<String> single, Kind<List<Value>> list) {

        OneOrMore(String one, String more, Kind<String> item) {
            this(
                    one,
                    more,
                    item,
                    item.advising(Value.Items.class, "write a list as", more),
                    Kinds.LIST.advising(Value.Text.class, "write one alone as", one));
        }
    }

    private Set<String> oneOrMore(OneOrMore keys) {
        Optional<String> single = fields.read(keys.one, keys.single);
        List<String> listed = fields.list(keys.more, keys.list, keys.item);
        String more = keys.more;
        if (fields.has(keys.one) && fields.has(more)) {
            findings.error(fields.place(more), "cannot stand beside " + keys.one + "; keep one of them");
        }
        if (fields.value(more).filter(RouteReader::isEmptyList).isPresent()) {
            findings.error(fields.place(more), "must not be empty; leave it out to match all");
        }
        if (listed.isEmpty()) {
            return single.map(Set::of).orElse(Set.of());
        }
        return Set.copyOf(listed);
    }

    private static boolean isEmptyList(Value value) {
        return value instanceof Value.Items items && items.items().isEmpty();
    }

    /** The constant, not what was read: thousands of routes have the same few. */
    private static String method(Value value) {
        String method = Scalars.text(value);
        int known = Conditions.METHODS.indexOf(method);
        if (known < 0) {
            throw new IllegalArgumentException("unknown method " + value.shown() + "; "
                    + Spelling.nearest(method, Conditions.METHODS)
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse("known are " + String.join(", ", Conditions.METHODS)));
        }
        return Conditions.METHODS.get(known);
    }

    private static String origin(Value value) {
        String origin = Scalars.text(value);
        if (!Origins.isOrigin(origin)) {
            throw Scalars.not(
                    "an origin, like \"https://example.com\" or \"https://*.example.com:8443\", or \"*\"", value);
        }
        return origin;
    }

    private static String host(Value value) {
        String host = Scalars.text(value);
        if (!Conditions.isHost(host)) {
            throw Scalars.not("a host name without a port, like \"example.com\" or \"*.example.com\"", value);
        }
        return host;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = fields.textMap("headers");
        for (String name : headers.keySet()) {
            if (!FIELD_NAME.matcher(name).matches()) {
                findings.error(fields.place("headers"), "\"" + name + "\" cannot be a header's name");
            }
        }
        return headers;
    }

    /** A plugin's name, or an object. */
    private Kind<RouteConfig.PluginUse> use() {
        return new Kind<>(this::use, () -> {
            Fields none = Fields.none(fields.place(), new Findings());
            use(none);
            return PluginReader.NAME.schema().or(none.schema());
        });
    }

    private RouteConfig.PluginUse use(Value value) {
        if (value instanceof Value.Members members) {
            Fields use = new Fields(members, findings);
            Optional<RouteConfig.PluginUse> found = use(use);
            use.end();
            return found.orElse(null);
        }
        if (value instanceof Value.Text) {
            return new RouteConfig.PluginUse(value.place(), PluginReader.name(value), Optional.empty());
        }
        throw Scalars.not("a plugin's name, or {\"name\": …, \"config\": …}", value);
    }

    private static Optional<RouteConfig.PluginUse> use(Fields use) {
        Optional<String> name = use.required("name", PluginReader.NAME);
        Optional<Settings> settings = use.read("config", PluginReader.SETTINGS);
        return name.map(named -> new RouteConfig.PluginUse(use.place(), named, settings));
    }
}
