package io.bighammer.core.config;

import io.bighammer.spi.GatewayConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads all configuration files and checks them against each other. Keeps nothing; each call reads anew. */
public final class ConfigurationReader {

    private static final String SCHEMA = "$schema";

    private final Home home;
    private final Function<String, Optional<String>> environment;

    /** @param environment the variables for {@code ${env:NAME}} */
    public ConfigurationReader(Home home, Function<String, Optional<String>> environment) {
        this.home = home;
        this.environment = environment;
    }

    public ConfigurationReader(Home home) {
        this(home, name -> Optional.ofNullable(System.getenv(name)));
    }

    /** The one file whose place is fixed; it names the others. */
    public Path configFile() {
        return home.config().resolve("config.json");
    }

    /** @throws ConfigurationException with every error in all files */
    public Configuration read() {
        Findings findings = new Findings();
        JsonFile files = new JsonFile(home, new Placeholders(home, environment, findings), findings);
        Fields top = open(files, configFile(), findings);
        GatewayConfig gateway = new GatewayReader(home, findings).read(top);
        top.end();

        Path router = gateway.files().router();
        List<RouteConfig> routes = entries(files, router, "routes", RouteReader::read, findings);
        List<PluginEntry> plugins = entries(files, gateway.files().plugins(), "plugins", PluginReader::read, findings);
        ServiceReader reader = new ServiceReader(home);
        List<ServiceReader.Entry> services =
                entries(files, gateway.files().services(), "services", reader::read, findings);

        Configuration configuration = new CrossChecks(findings).join(top, gateway, routes, plugins, services);
        findings.throwIfAny();
        return configuration;
    }

    private static Fields open(JsonFile files, Path file, Findings findings) {
        Optional<Value.Members> object = files.read(file);
        Fields fields = object.map(members -> new Fields(members, findings))
                .orElseGet(() -> Fields.none(new Place(file.toString(), 0, ""), findings));
        fields.value(SCHEMA);
        return fields;
    }

    /** The entries of a file that is one list under one key. */
    private static <T> List<T> entries(
            JsonFile files,
            Path file,
            String key,
            BiFunction<Fields, Findings, Optional<T>> reader,
            Findings findings) {
        Optional<Value.Members> object = files.read(file);
        if (object.isEmpty()) {
            return List.of();
        }
        Fields top = new Fields(object.get(), findings);
        top.value(SCHEMA);
        top.required(key, Function.identity());
        List<T> found = top.objects(key, reader);
        top.end();
        return found;
    }
}
