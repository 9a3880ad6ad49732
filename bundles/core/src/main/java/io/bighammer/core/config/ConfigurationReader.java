package io.bighammer.core.config;

import io.bighammer.spi.GatewayConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads all configuration files and checks them against each other. Keeps nothing; each call reads anew. */
public final class ConfigurationReader {

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

    public Home home() {
        return home;
    }

    /** The one file whose place is fixed; it names the others. */
    public Path configFile() {
        return home.config().resolve("config.json");
    }

    /** @throws ConfigurationException with every error in all files */
    public Configuration read() {
        Findings findings = new Findings();
        Placeholders placeholders = new Placeholders(home, environment, findings);
        JsonFile files = new JsonFile(home, placeholders, findings);
        Fields top = open(files, configFile(), findings);
        GatewayConfig gateway = gateway(top, findings);

        GatewayConfig.Files paths = gateway.files();
        ServiceReader reader = new ServiceReader(home);
        Lists lists = new Lists(files, findings);
        List<RouteConfig> routes = lists.read(paths.router(), "routes", "router_path", RouteReader::read);
        List<PluginEntry> plugins = lists.read(paths.plugins(), "plugins", "plugins_path", PluginReader::read);
        List<ServiceReader.Entry> services = lists.read(paths.services(), "services", "services_path", reader::read);

        Configuration configuration =
                new CrossChecks(findings).join(top, gateway, routes, plugins, services, placeholders.filled());
        findings.throwIfAny();
        return configuration;
    }

    private Fields open(JsonFile files, Path file, Findings findings) {
        return files.read(file, "copy it from the folder config of the package")
                .map(members -> new Fields(members, findings))
                .orElseGet(() -> Fields.none(new Place(home.shown(file), 0, ""), findings));
    }

    GatewayConfig gateway(Fields top, Findings findings) {
        nameSchema(top);
        GatewayConfig gateway = new GatewayReader(home, findings).read(top);
        top.end();
        return gateway;
    }

    /** What the entries of a file are that has one list under one key. */
    static <T> List<T> entries(Fields top, String key, BiFunction<Fields, Findings, Optional<T>> entry) {
        nameSchema(top);
        List<T> found = top.objects(key, entry);
        top.end();
        return found;
    }

    /** For editors; nothing here looks at it. */
    private static void nameSchema(Fields top) {
        top.read("$schema", Kinds.TEXT);
    }

    /** The files that are one list under one key. */
    private record Lists(JsonFile files, Findings findings) {

        <T> List<T> read(Path file, String key, String pathKey, BiFunction<Fields, Findings, Optional<T>> entry) {
            String remedy =
                    "make it, at least with {\"" + key + "\": []}, or let " + pathKey + " in config.json name another";
            List<T> found = new ArrayList<>();
            Consumer<Value> each = item -> Fields.object(item, findings, entry).ifPresent(found::add);
            return files.read(file, remedy, new JsonTree.Passed(key, each))
                    .map(rest -> {
                        // The entries have been passed on; what is left are the keys beside them.
                        entries(new Fields(rest, findings), key, entry);
                        return found;
                    })
                    .orElse(List.of());
        }
    }
}
