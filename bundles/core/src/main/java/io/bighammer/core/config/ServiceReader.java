package io.bighammer.core.config;

import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one entry of {@code services.json}. */
final class ServiceReader {

    private static final Pattern NAME_PATTERN = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Pattern VARIABLE_PATTERN = Pattern.compile("[^=\\x00]+");
    private static final Pattern USER_PATTERN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*\\$?");
    private static final int SHORTEST_TOKEN = 16;
    private static final int MANY = 1_000_000;
    private static final String WORKER = "worker";
    private static final Kind<String> NAME = Kinds.filled(ServiceReader::name);
    private static final Kind<String> USER = Kinds.filled(ServiceReader::user);
    private static final Kind<String> TOKEN = Kinds.shaped("^.{" + SHORTEST_TOKEN + "}", ServiceReader::token);
    /** Below a megabyte not even an empty worker could stay. */
    private static final Kind<Long> MEMORY = Kinds.size(1 << 20, 1L << 40);

    private static final Kind<String> PROBE = Kinds.shaped("^/", ServiceReader::probe);
    private static final Kind<String> PROTOCOL =
            Kinds.word(List.of(WORKER), ServiceReader::protocol).absent(WORKER);
    private static final ServiceConfig.Limits DEFAULTS = new ServiceConfig.Limits(
            MANY, 256, Duration.ofSeconds(10), 0, 0, Optional.empty(), Duration.ofSeconds(15), Duration.ofSeconds(10));

    private final Home home;

    ServiceReader(Home home) {
        this.home = home;
    }

    /** @param missing why it does not run; empty when it does */
    record Entry(Place place, ServiceConfig config, boolean enabled, Optional<String> missing) {}

    /** The service of {@code bussiness_main_path}. */
    static ServiceConfig main(Path program) {
        return new ServiceConfig(
                ServiceConfig.MAIN,
                program,
                List.of(),
                1,
                DEFAULTS,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    Optional<Entry> read(Fields fields, Findings findings) {
        Optional<String> name = fields.required("name", NAME);
        boolean enabled = fields.flag("enabled", true);
        List<String> command = fields.list("command", Kinds.FILLED_TEXT);
        int instances = fields.number("instances", 0, 1024, 1);
        Optional<Path> path = program(fields, instances);
        ServiceConfig.Limits limits = limits(fields);
        Map<String, String> variables = variables(fields, findings);
        Optional<String> user = fields.read("user", USER);
        Optional<String> token = fields.read("token", TOKEN);
        Optional<String> probe = fields.read("probe", PROBE);
        boolean reload = fields.flag("reload", true);
        fields.read("protocol", PROTOCOL);
        if (instances == 0 && !fields.has("token")) {
            findings.error(
                    fields.place("instances"),
                    "is 0, so all workers are started elsewhere; they need a \"token\" here to come in");
        }
        if (name.isEmpty() || path.isEmpty()) {
            return Optional.empty();
        }
        ServiceConfig config = new ServiceConfig(
                name.get(), path.get(), command, instances, limits, variables, user, token, probe, reload);
        return Optional.of(new Entry(fields.place(), config, enabled, missing(fields, enabled, config)));
    }

    /** Whoever starts all workers elsewhere needs none here. */
    private Optional<Path> program(Fields fields, int instances) {
        Kind<Path> program = Kinds.filled(value -> home.resolve(Scalars.filledText(value)));
        if (!fields.has("path") && instances == 0) {
            return Optional.of(home.folder());
        }
        return fields.needed("path", program);
    }

    private static ServiceConfig.Limits limits(Fields fields) {
        return new ServiceConfig.Limits(
                fields.number("max_streams", 1, MANY, DEFAULTS.maxStreams()),
                fields.number("queue", 0, MANY, DEFAULTS.queue()),
                fields.duration("queue_timeout", DEFAULTS.queueTimeout()),
                fields.number("max_requests", 0, Integer.MAX_VALUE, DEFAULTS.maxRequests()),
                fields.read("max_memory", MEMORY).orElse(DEFAULTS.maxMemory()),
                fields.read("request_timeout", Kinds.DURATION),
                fields.duration("start_timeout", DEFAULTS.startTimeout()),
                fields.duration("stop_timeout", DEFAULTS.stopTimeout()));
    }

    private static Map<String, String> variables(Fields fields, Findings findings) {
        Map<String, String> variables = fields.textMap("env");
        variables.keySet().stream()
                .filter(variable -> !VARIABLE_PATTERN.matcher(variable).matches())
                .forEach(variable ->
                        findings.error(fields.place("env"), "\"" + variable + "\" cannot be a variable's name"));
        return Collections.unmodifiableMap(variables);
    }

    private static Optional<String> missing(Fields fields, boolean enabled, ServiceConfig config) {
        if (!enabled) {
            return Optional.of(
                    "it is switched off in " + fields.place("enabled").inFile());
        }
        return config.instances() == 0 ? Optional.empty() : programMissing(fields, "path", config.path());
    }

    /** Why the program that stands under that key cannot be started; empty when it can. */
    static Optional<String> programMissing(Fields fields, String key, Path path) {
        if (Files.isRegularFile(path)) {
            return Optional.empty();
        }
        String shown = fields.value(key).map(Value::shown).orElse("its program");
        return Optional.of(Files.exists(path) ? shown + " is not a file" : "there is no file " + shown);
    }

    private static String name(Value value) {
        String name = Scalars.text(value);
        if (name.equals(ServiceConfig.MAIN)) {
            throw new IllegalArgumentException(
                    "\"main\" is the service of bussiness_main_path in config.json; choose another name");
        }
        if (name.equals(Service.STORE)) {
            throw new IllegalArgumentException(
                    "\"store\" is the gateway's own, by which workers call the key/value store; choose another name");
        }
        if (name.equals(Service.WEBSOCKET)) {
            throw new IllegalArgumentException(
                    "\"websocket\" is the gateway's own, by which workers send to WebSockets; choose another name");
        }
        if (!NAME_PATTERN.matcher(name).matches()) {
            throw Scalars.not("a service's name of letters, digits, \"-\" and \"_\"", value);
        }
        return name;
    }

    private static String user(Value value) {
        String user = Scalars.text(value);
        if (!USER_PATTERN.matcher(user).matches()) {
            throw Scalars.not("the name of a user of this machine", value);
        }
        return user;
    }

    /** What it is not is not shown: it is a secret. */
    private static String token(Value value) {
        String token = Scalars.text(value);
        if (token.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException(
                    "must have at least " + SHORTEST_TOKEN + " characters; make one with: openssl rand -hex 32");
        }
        return token;
    }

    private static String probe(Value value) {
        String path = Scalars.text(value);
        if (!path.startsWith("/")) {
            throw Scalars.not("a path that begins with \"/\", like \"/health\"", value);
        }
        return path;
    }

    private static String protocol(Value value) {
        String protocol = Scalars.text(value);
        if (!protocol.equals(WORKER)) {
            throw Scalars.not("\"worker\", the one protocol that this version speaks with services", value);
        }
        return protocol;
    }
}
