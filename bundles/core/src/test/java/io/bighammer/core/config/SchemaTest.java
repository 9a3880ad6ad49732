package io.bighammer.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas in {@code config/schema} say what the readers say. They are in the repository, so that an editor knows them
 * in a fresh checkout; {@code -Dschema.write=true} writes them anew.
 */
class SchemaTest {

    private static final Path CASES = Path.of("src/test/resources/golden");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @EnumSource
    void theSchemaIsWhatTheReaderAsksFor(SchemaFile file) throws IOException {
        assertCurrent(SchemaFile.FOLDER.resolve(file.file()), SchemaFile.text(file.schema()));
    }

    static List<PluginSchema> plugins() {
        return PluginSchema.all();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void theSchemaOfAPluginIsItsRecord(PluginSchema plugin, @TempDir Path folder) throws IOException {
        String schema = CompiledSettings.schema(plugin.sources(), plugin.source(), folder);

        assertCurrent(SchemaFile.FOLDER.resolve(PluginSchema.FOLDER).resolve(plugin.file()), schema);
        assertIsSchema(JSON.readTree(schema));
    }

    private static void assertCurrent(Path written, String schema) throws IOException {
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(written, schema);
        }
        assertEquals(
                schema,
                Files.readString(written),
                () -> written.getFileName()
                        + " is old; write it with: mvn -f bundles/core/pom.xml test -Dtest=SchemaTest"
                        + " -Dschema.write=true");
    }

    @ParameterizedTest
    @EnumSource
    void theManualHasEachKeyAndNoOther(SchemaFile file) {
        Map<String, JsonNode> keys = new TreeMap<>();
        addKeys("", file.described(file.schema()), keys);
        assertEquals(String.join("\n", new TreeSet<>(file.manual().rows().keySet())), String.join("\n", keys.keySet()));
    }

    @ParameterizedTest
    @EnumSource
    void theManualHasTheDefaultsOfTheReader(SchemaFile file) {
        Map<String, JsonNode> keys = new TreeMap<>();
        addKeys("", file.described(file.schema()), keys);
        keys.forEach((key, property) -> {
            if (property.has("default")) {
                String said = file.manual().rows().get(key).absent();
                assertEquals(property.path("default").asString(), said, key);
            }
        });
    }

    private static void addKeys(String prefix, JsonNode object, Map<String, JsonNode> keys) {
        object.path("properties").properties().forEach(member -> {
            String key = member.getKey();
            JsonNode property = member.getValue();
            boolean alias = property.path("$ref").asString("").startsWith("#/properties");
            if (property.has("properties")) {
                addKeys(prefix + key + ".", property, keys);
            } else if (!alias && !key.startsWith("$")) {
                keys.put(prefix + key, property);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theReaderKnowsEachKeyOfTheSchema(SchemaFile file) {
        ObjectNode content = empty(file.described(file.schema()));
        if (!file.list().isEmpty()) {
            ObjectNode entry = content;
            content = JSON.createObjectNode();
            content.putArray(file.list()).add(entry);
        }

        List<Finding> unknown = file.findings(content).stream()
                .filter(finding -> finding.message().contains("unknown key"))
                .toList();

        assertEquals(List.of(), unknown);
    }

    /** With each key of the schema, and nothing under it. */
    private static ObjectNode empty(JsonNode schema) {
        ObjectNode object = JSON.createObjectNode();
        schema.path("properties").properties().forEach(member -> {
            JsonNode inner = member.getValue();
            object.set(member.getKey(), inner.has("properties") ? empty(inner) : JSON.nullNode());
        });
        return object;
    }

    static List<String> files() throws IOException {
        try (Stream<Path> found = Files.walk(CASES)) {
            return found.filter(file -> Stream.of(SchemaFile.values()).anyMatch(schema -> file.endsWith(schema.file())))
                    .filter(SchemaTest::isJson)
                    .map(file -> CASES.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static boolean isJson(Path file) {
        try {
            return JSON.readTree(file) != null;
        } catch (JacksonException e) {
            return false;
        }
    }

    /** What the reader takes, the schema takes; and a key that the reader does not know, the schema refuses. */
    @ParameterizedTest
    @MethodSource("files")
    void readerAndSchemaAgree(String name) throws IOException {
        Path file = CASES.resolve(name);
        String refused = Files.readString(file.resolveSibling("expected.txt"));
        String shown = "config/" + file.getFileName() + ":";
        List<String> errors =
                refused.lines().filter(line -> line.startsWith(shown)).toList();

        List<Error> invalid = validate(SchemaFile.FOLDER.resolve(file.getFileName()), file);

        if (errors.isEmpty()) {
            assertEquals(List.of(), invalid);
        } else if (errors.stream().anyMatch(error -> error.contains("unknown key"))) {
            assertFalse(invalid.isEmpty(), () -> "the schema takes it, and the reader says: " + errors);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theShippedFileNamesItsSchemaAndKeepsToIt(SchemaFile file) {
        Path shipped = SchemaFile.CONFIGURATION.resolve(file.file());

        Path named =
                shipped.resolveSibling(JSON.readTree(shipped).path("$schema").asString());

        assertTrue(Files.exists(named), named::toString);
        assertEquals(List.of(), validate(named, shipped));
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaIsOneItself(SchemaFile file) {
        assertIsSchema(file.schema());
    }

    private static void assertIsSchema(JsonNode schema) {
        SchemaLocation draft = SchemaLocation.of("https://json-schema.org/draft/2020-12/schema");
        assertEquals(List.of(), registry().getSchema(draft).validate(schema));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"ratelimit\", \"config\": {\"rat\": 5}}",
                "{\"name\": \"ratelimit\", \"config\": {\"per\": \"5 apples\"}}",
                "{\"name\": \"logger\", \"config\": {\"format\": \"xml\"}}"
            })
    void theSettingsOfAPluginThatShipsAreLookedAt(String use, @TempDir Path folder) throws IOException {
        Path plugins = Files.writeString(folder.resolve("plugins.json"), "{\"plugins\": [" + use + "]}");
        Path routes = Files.writeString(
                folder.resolve("router.json"), "{\"routes\": [{\"path\": \"/\", \"plugins\": [" + use + "]}]}");

        assertFalse(validate(SchemaFile.FOLDER.resolve("plugins.json"), plugins).isEmpty());
        assertFalse(validate(SchemaFile.FOLDER.resolve("router.json"), routes).isEmpty());
    }

    private static List<Error> validate(Path schema, Path file) {
        return registry()
                .getSchema(SchemaLocation.of(schema.toUri().toString()))
                .validate(JSON.readTree(file));
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources()));
    }
}
