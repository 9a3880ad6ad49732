package io.bighammer.core.check;

import io.bighammer.core.config.CertificateDates;
import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.Finding;
import io.bighammer.core.config.Home;
import io.bighammer.core.config.Outage;
import io.bighammer.core.config.Place;
import io.bighammer.core.config.PluginEntry;
import io.bighammer.core.config.RouteConfig;
import io.bighammer.core.config.Spelling;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with a configuration that could be read, seen together with the jars and the programs that it names.
 *
 * @param errors what would not run, with its place
 * @param plugins how many the deploy folder has
 */
public record Audit(List<String> errors, List<Finding> warnings, int plugins) {

    /** @throws IOException when the deploy folder cannot be read */
    public static Audit of(Home home, Configuration configuration) throws IOException {
        Path folder = configuration.gateway().files().pluginFolder();
        PluginJars jars = PluginJars.of(folder);
        SettingsCheck settings = new SettingsCheck(jars.jars());
        settings.check(configuration);
        List<String> errors = new ArrayList<>();
        jars.refused().forEach(jar -> errors.add(home.shown(folder) + "/" + jar));
        Stream.of(
                        missingPlugins(configuration, jars.names(), home.shown(folder)).stream(),
                        settings.errors().stream(),
                        configuration.outages().stream().map(Outage::finding))
                .flatMap(findings -> findings)
                .forEach(finding -> errors.add(finding.toString()));
        List<Finding> warnings = new ArrayList<>(configuration.warnings());
        warnings.addAll(unusedAndMissing(configuration, jars.names(), home.shown(folder)));
        warnings.addAll(settings.warnings());
        warnings.addAll(CertificateDates.warnings(configuration, Instant.now()));
        return new Audit(errors, warnings, jars.names().size());
    }

    /**
     * The uses of a plugin that no jar brings; a plugin that is switched off need not be there. A running gateway may have it all the
     * same: it keeps what was there before a jar was spoilt.
     */
    private static List<Finding> missingPlugins(Configuration configuration, Set<String> present, String folder) {
        Set<String> off = configuration.plugins().stream()
                .filter(entry -> !entry.enabled())
                .map(PluginEntry::name)
                .collect(Collectors.toSet());
        String names = present.isEmpty() ? "none" : String.join(", ", present);
        List<Finding> missing = new ArrayList<>();
        for (RouteConfig route : configuration.routes()) {
            for (RouteConfig.PluginUse use : route.plugins()) {
                if (!present.contains(use.name()) && !off.contains(use.name())) {
                    missing.add(missing(use.place(), use.name(), folder, names, "this route"));
                }
            }
        }
        for (PluginEntry entry : configuration.plugins()) {
            if (entry.global() && entry.enabled() && !present.contains(entry.name())) {
                missing.add(missing(entry.place(), entry.name(), folder, names, "all routes"));
            }
        }
        return missing;
    }

    /** Entries of plugins that neither a jar brings nor a route names: most are misspelt. */
    private static List<Finding> unusedAndMissing(Configuration configuration, Set<String> present, String folder) {
        Set<String> used = configuration.routes().stream()
                .flatMap(route -> route.plugins().stream())
                .map(RouteConfig.PluginUse::name)
                .collect(Collectors.toSet());
        return configuration.plugins().stream()
                .filter(entry -> entry.enabled() && !entry.global())
                .filter(entry -> !used.contains(entry.name()) && !present.contains(entry.name()))
                .map(entry -> finding(
                        entry.place(),
                        "no jar in " + folder + " is the plugin " + entry.name()
                                + Spelling.hint(entry.name(), present)))
                .toList();
    }

    private static Finding finding(Place place, String message) {
        return new Finding(place.file(), place.line(), place.key(), message);
    }

    private static Finding missing(Place place, String name, String folder, String present, String routes) {
        String message = "no jar in " + folder + " is the plugin " + name + " (there: " + present
                + "); a gateway started like this answers 503 on " + routes;
        return finding(place, message);
    }
}
