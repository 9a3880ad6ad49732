package io.bighammer.core.shell;

import io.bighammer.core.config.HandlerTarget;
import io.bighammer.core.config.PluginEntry;
import io.bighammer.core.config.RouteConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The commands of the shell that concern routes and plugins: the public methods. Safe for use by many threads. */
public final class GatewayCommands {
    static final String[] NAMES = {"routes", "explain", "plugins", "generation", "update"};

    private static final long LONGEST_UPDATE_SECONDS = 60;

    private final BundleContext core;
    private final Path pluginFolder;
    private final Supplier<InForce> inForce;
    private final JarUpdate jars;

    GatewayCommands(BundleContext core, Path pluginFolder, Supplier<InForce> inForce, JarUpdate jars) {
        this.core = core;
        this.pluginFolder = pluginFolder;
        this.inForce = inForce;
        this.jars = jars;
    }

    /** @param parts what must stand in the line of a route that is shown */
    @Descriptor("the routes as they are in force")
    public String routes(@Descriptor("TEXT…: only those in whose line each text stands") String... parts) {
        InForce now = inForce.get();
        Table table = new Table().row("where", "methods", "hosts", "path", "priority", "plugins", "service");
        for (RouteConfig route : now.configuration().routes()) {
            table.row(
                    route.place().inFile(),
                    String.join(",", new TreeSet<>(route.conditions().methods())),
                    String.join(",", new TreeSet<>(route.conditions().hosts())),
                    route.conditions().path().text(),
                    route.conditions().priority(),
                    plugins(now, route),
                    route.handler().map(handler -> service(now, handler)).orElse(""));
        }
        return table.toString()
                .lines()
                .filter(line ->
                        line.startsWith("where ") || List.of(parts).stream().allMatch(line::contains))
                .collect(Collectors.joining("\n"));
    }

    /** In the order in which a request comes to them; a global one comes again where the route has settings for it. */
    private static String plugins(InForce now, RouteConfig route) {
        List<String> global = now.configuration().plugins().stream()
                .filter(entry -> entry.global() && entry.enabled())
                .map(PluginEntry::name)
                .toList();
        Stream<String> own = route.plugins().stream()
                .filter(use -> use.settings().isPresent() || !global.contains(use.name()))
                .map(RouteConfig.PluginUse::name);
        return Stream.concat(global.stream(), own).collect(Collectors.joining(","));
    }

    private static String service(InForce now, String handler) {
        HandlerTarget target = now.configuration().target(handler);
        String method = target.method().equals(HandlerTarget.DEFAULT_METHOD) ? "" : "." + target.method();
        boolean missing = now.configuration().missingServices().containsKey(target.service());
        return target.service() + method + (missing ? " (not there)" : "");
    }

    @Descriptor("the route that would serve a request, why the others would not, the plugins in order, the service")
    public String explain(
            @Descriptor("METHOD URL [HEADER…], in single quotes what holds ?, *, &, $, % or a blank") String... words) {
        return Explanation.of(inForce.get(), Asked.parse(List.of(words)));
    }

    @Descriptor(
            "the plugins with their calls, errors and average time; the bundles of plugins/; what is refused, and why")
    public String plugins() {
        InForce now = inForce.get();
        Table used = new Table().row("plugin", "instances", "threads", "calls", "errors", "microseconds");
        now.plugins()
                .forEach(plugin -> used.row(
                        plugin.name(),
                        plugin.instances(),
                        plugin.threads(),
                        plugin.calls(),
                        plugin.errors(),
                        plugin.microseconds()));
        Table bundles = new Table().row("file", "bundle", "version", "state");
        for (Bundle bundle : core.getBundles()) {
            PluginBundle.file(bundle)
                    .ifPresent(file ->
                            bundles.row(file, bundle.getBundleId(), bundle.getVersion(), PluginBundle.state(bundle)));
        }
        return used + "\n\n" + bundles + complaints(now);
    }

    @Descriptor("the number of the configuration in force, and why a later one was refused")
    public String generation() {
        InForce now = inForce.get();
        return "Generation " + now.generation().number() + " is in force: "
                + now.configuration().routes().size() + " routes, "
                + now.generation().chains().size() + " chains of plugins, "
                + now.configuration().services().size() + " services" + complaints(now);
    }

    private static String complaints(InForce now) {
        return now.complaints().isEmpty()
                ? ""
                : now.complaints().stream().collect(Collectors.joining("\n  - ", "\n\nto look at\n  - ", ""));
    }

    /** Looks at a jar of the plugin folder again. */
    @Descriptor("looks at a jar of plugins/ again, although it has not changed")
    public String update(@Descriptor("FILE, the name of the jar") String... files) {
        if (files.length != 1) {
            throw new IllegalArgumentException(
                    "update FILE, a jar in " + pluginFolder + ", for example: update auth.jar");
        }
        Path jar = pluginFolder.resolve(files[0].substring(files[0].lastIndexOf('/') + 1));
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException("There is no " + jar + whatIsMeant(files[0]));
        }
        List<String> reasons;
        try {
            reasons = jars.update(jar)
                    .orTimeout(LONGEST_UPDATE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The gateway did not get to it: " + e.getCause(), e);
        }
        if (!reasons.isEmpty()) {
            throw new IllegalStateException(String.join("\n", reasons));
        }
        return jar.getFileName() + " is in use, in generation "
                + inForce.get().generation().number() + ".";
    }

    /** The file is not there: what the name is of, a plugin or a part of the gateway, or where the names are. */
    private String whatIsMeant(String name) {
        String plugin = PluginBundle.hint(core, name);
        if (!plugin.isEmpty()) {
            return plugin;
        }
        return Stream.of(core.getBundles()).anyMatch(bundle -> Part.isCalled(name, bundle))
                ? ". The parts of BigHammer itself come with a release and are not updated while it runs: unpack it, then"
                        + " ./duang.sh restart"
                : "; plugins lists the files";
    }
}
