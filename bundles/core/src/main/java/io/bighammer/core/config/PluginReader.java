package io.bighammer.core.config;

import java.util.Optional;

/** Reads one entry of {@code plugins.json}. */
final class PluginReader {

    static final Kind<String> NAME = Kinds.shaped("^" + PluginEntry.NAME + "$", PluginReader::name);
    static final Kind<Settings> SETTINGS =
            new Kind<>(value -> new Settings(Scalars.object(value)), Kinds.OBJECT::schema);

    private PluginReader() {}

    static Optional<PluginEntry> read(Fields fields, Findings findings) {
        Optional<String> name = fields.required("name", NAME);
        boolean enabled = fields.flag("enabled", true);
        boolean global = fields.flag("global", false);
        Settings settings = fields.read("config", SETTINGS).orElseGet(() -> Settings.noneIn(fields.place()));
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
