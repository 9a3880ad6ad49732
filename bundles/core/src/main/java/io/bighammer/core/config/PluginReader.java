package io.bighammer.core.config;

import java.util.Optional;

/** Reads one entry of {@code plugins.json}. */
final class PluginReader {

    private PluginReader() {}

    static Optional<PluginEntry> read(Fields fields, Findings findings) {
        Optional<String> name = fields.required("name", PluginReader::name);
        boolean enabled = fields.flag("enabled", true);
        boolean global = fields.flag("global", false);
        Settings settings = fields.read("config", Scalars::object)
                .map(Settings::new)
                .orElseGet(() -> Settings.none(fields.place()));
        return name.map(named -> new PluginEntry(fields.place(), named, enabled, global, settings));
    }

    static String name(Value value) {
        String name = Scalars.text(value);
        if (!PluginEntry.isName(name)) {
            throw Scalars.not("a plugin's name of lower-case letters, digits, \"-\", \"_\" and \".\"", value);
        }
        return name;
    }
}
