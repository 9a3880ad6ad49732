package io.bighammer.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema of a configuration file: what its reader asks for, in the words of the manual. */
enum SchemaFile {
    CONFIG("", Manual.of("configuration.md", "config.json")) {
        @Override
        void read(Fields top, Findings findings) {
            new ConfigurationReader(home()).gateway(top, findings);
        }
    },
    ROUTER("routes", Manual.of("route.md", "Keys")) {
        @Override
        void read(Fields top, Findings findings) {
            ConfigurationReader.entries(top, list(), RouteReader::read);
        }
    },
    PLUGINS("plugins", Manual.of("configuration.md", "plugins.json")) {
        @Override
        void read(Fields top, Findings findings) {
            ConfigurationReader.entries(top, list(), PluginReader::read);
        }
    },
    SERVICES("services", Manual.of("service.md", "Settings")) {
        @Override
        void read(Fields top, Findings findings) {
            ConfigurationReader.entries(top, list(), new ServiceReader(home())::read);
        }
    };

    static final Path CONFIGURATION = Path.of("../../config");
    static final Path FOLDER = CONFIGURATION.resolve("schema");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

    private final String list;
    private final Manual manual;

    /** @param list the key of the list that the file is; empty when it is none */
    SchemaFile(String list, Manual manual) {
        this.list = list;
        this.manual = manual;
    }

    abstract void read(Fields top, Findings findings);

    static Home home() {
        return Home.of(Path.of(""));
    }

    String file() {
        return name().toLowerCase(Locale.ROOT) + ".json";
    }

    String list() {
        return list;
    }

    Manual manual() {
        return manual;
    }

    /** What the reader says of this text. */
    List<Finding> findings(JsonNode content) {
        Findings findings = new Findings();
        Placeholders none = new Placeholders(home(), name -> Optional.empty(), findings);
        Value value = new JsonTree(none, findings)
                .parse(new Place(file(), 0, ""), content.toString())
                .orElseThrow();
        read(new Fields((Value.Members) value, findings), findings);
        try {
            findings.throwIfAny();
            return List.of();
        } catch (ConfigurationException e) {
            return e.findings();
        }
    }

    /** The object that the manual describes: the file itself, or an entry of its list. */
    ObjectNode described(JsonNode schema) {
        return (ObjectNode)
                (list.isEmpty() ? schema : schema.path("properties").path(list).path("items"));
    }

    ObjectNode schema() {
        Findings ignored = new Findings();
        Fields top = Fields.none(new Place(file(), 0, ""), ignored);
        read(top, ignored);
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", DRAFT);
        schema.put("title", "BigHammer: " + file());
        schema.setAll((ObjectNode) JSON.valueToTree(top.schema().keywords()));
        schema.set("$defs", definitions());
        describe("", described(schema));
        joinPlugins(schema);
        return schema;
    }

    private void describe(String prefix, ObjectNode object) {
        object.path("properties").properties().forEach(member -> {
            String key = prefix + member.getKey();
            ObjectNode property = (ObjectNode) member.getValue();
            Manual.Row row = manual.rows().get(key);
            if (row != null && !row.words().isEmpty()) {
                property.put("description", row.words());
            }
            describe(key + ".", property);
        });
    }

    /** Whatever has a plugin's name and its settings: they are those of the plugin of that name. */
    private static void joinPlugins(JsonNode node) {
        node.forEach(SchemaFile::joinPlugins);
        if (node.path("properties").has("name") && node.path("properties").has("config")) {
            ArrayNode plugins = ((ObjectNode) node).putArray("allOf");
            PluginSchema.all().forEach(plugin -> {
                ObjectNode named = plugins.addObject();
                ObjectNode condition = named.putObject("if");
                condition.putObject("properties").putObject("name").put("const", plugin.name());
                condition.putArray("required").add("name");
                named.putObject("then")
                        .putObject("properties")
                        .putObject("config")
                        .put("$ref", PluginSchema.FOLDER + "/" + plugin.file());
            });
        }
    }

    private static JsonNode definitions() {
        try (InputStream in = SchemaFile.class.getResourceAsStream("/io/bighammer/api/schema/definitions.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(JsonNode schema) {
        DefaultIndenter four = new DefaultIndenter("    ", "\n");
        Separators tight = Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER);
        return JSON.writer()
                        .with(new DefaultPrettyPrinter(tight)
                                .withObjectIndenter(four)
                                .withArrayIndenter(four))
                        .writeValueAsString(schema)
                + "\n";
    }
}
