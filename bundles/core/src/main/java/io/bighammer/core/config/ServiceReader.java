package io.bighammer.core.config;

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

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Pattern VARIABLE = Pattern.compile("[^=\\x00]+");
    private static final int INSTANCES = 1;
    private static final int QUEUE = 256;
    private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

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
                INSTANCES,
                QUEUE,
                QUEUE_TIMEOUT,
                START_TIMEOUT,
                STOP_TIMEOUT,
                Map.of());
    }

    Optional<Entry> read(Fields fields, Findings findings) {
        Optional<String> name = fields.required("name", ServiceReader::name);
        Optional<Path> path = fields.required("path", value -> home.resolve(Scalars.filledText(value)));
        boolean enabled = fields.flag("enabled", true);
        List<String> command = fields.list("command", Scalars::filledText);
        int instances = fields.number("instances", 1, 1024, INSTANCES);
        int queue = fields.number("queue", 0, 1_000_000, QUEUE);
        Duration queueTimeout = fields.duration("queue_timeout", QUEUE_TIMEOUT);
        Duration startTimeout = fields.duration("start_timeout", START_TIMEOUT);
        Duration stopTimeout = fields.duration("stop_timeout", STOP_TIMEOUT);
        Map<String, String> variables = fields.textMap("env");
        variables.keySet().stream()
                .filter(variable -> !VARIABLE.matcher(variable).matches())
                .forEach(variable ->
                        findings.error(fields.place("env"), "\"" + variable + "\" cannot be a variable's name"));
        if (name.isEmpty() || path.isEmpty()) {
            return Optional.empty();
        }
        ServiceConfig config = new ServiceConfig(
                name.get(),
                path.get(),
                command,
                instances,
                queue,
                queueTimeout,
                startTimeout,
                stopTimeout,
                Collections.unmodifiableMap(variables));
        return Optional.of(new Entry(fields.place(), config, enabled, missing(fields, enabled, path.get())));
    }

    private Optional<String> missing(Fields fields, boolean enabled, Path path) {
        if (!enabled) {
            return Optional.of(
                    "it is switched off in " + fields.place("enabled").inFile());
        }
        return programMissing(fields, "path", path);
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
        if (!NAME.matcher(name).matches()) {
            throw Scalars.not("a service's name of letters, digits, \"-\" and \"_\"", value);
        }
        return name;
    }
}
