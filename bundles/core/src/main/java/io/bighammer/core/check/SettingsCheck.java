package io.bighammer.core.check;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.Finding;
import io.bighammer.core.config.Place;
import io.bighammer.core.config.PluginEntry;
import io.bighammer.core.config.RouteConfig;
import io.bighammer.core.config.Settings;
import io.bighammer.core.config.SettingsSchema;
import io.bighammer.core.plugin.PluginJar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks at the settings of plugins by the schemas in their jars, as the running gateway would look at them by the records. */
final class SettingsCheck {
    private final Map<String, PluginJar> jars;
    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    SettingsCheck(Map<String, PluginJar> jars) {
        this.jars = jars;
    }

    /** What the plugins would refuse. */
    List<Finding> errors() {
        return errors;
    }

    /** What nobody can say before the plugin starts. */
    List<Finding> warnings() {
        return warnings;
    }

    void check(Configuration configuration) {
        Map<String, PluginEntry> entries =
                configuration.plugins().stream().collect(Collectors.toMap(PluginEntry::name, Function.identity()));
        for (RouteConfig route : configuration.routes()) {
            route.plugins().forEach(use -> check(use, Optional.ofNullable(entries.get(use.name()))));
        }
        configuration.plugins().stream()
                .filter(PluginEntry::enabled)
                .forEach(entry -> check(entry.name(), entry.settings()));
    }

    /** The settings of an entry are looked at there, once. */
    private void check(RouteConfig.PluginUse use, Optional<PluginEntry> entry) {
        if (entry.isEmpty() || entry.get().enabled() && use.settings().isPresent()) {
            check(use.name(), use.settings().orElseGet(() -> Settings.none(use.place())));
        }
    }

    private void check(String plugin, Settings settings) {
        PluginJar jar = jars.get(plugin);
        if (jar == null) {
            return;
        }
        Optional<byte[]> schema = jar.settingsSchema();
        if (schema.isEmpty()) {
            if (!settings.isEmpty()) {
                unknown(settings.place(), jar, "has no schema");
            }
            return;
        }
        try {
            errors.addAll(SettingsSchema.parse(schema.get()).findings(settings));
        } catch (IllegalArgumentException e) {
            unknown(settings.place(), jar, "has a schema that cannot be used, for " + e.getMessage());
        }
    }

    private void unknown(Place place, PluginJar jar, String reason) {
        String message = jar.file().getFileName() + " " + reason
                + ", so these settings are checked only when the plugin starts; its author adds one with @PluginSettings and the"
                + " annotation processor of the api";
        warnings.add(new Finding(place.file(), place.line(), place.key(), message));
    }
}
