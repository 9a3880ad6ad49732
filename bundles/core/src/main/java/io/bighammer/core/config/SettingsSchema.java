package io.bighammer.core.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The schema of a plugin's settings, as the plugin's jar has it. It is read in the form in which it is generated there, not
 * as any JSON Schema.
 */
public final class SettingsSchema {
    private static final String DEFINITIONS = "#/$defs/";

    private final JsonNode schema;

    private SettingsSchema(JsonNode schema) {
        this.schema = schema;
    }

    /** @throws IllegalArgumentException when it is not such a schema */
    public static SettingsSchema parse(byte[] json) {
        try {
            JsonNode schema = JsonMapper.builder().build().readTree(json);
            new Reader(new Findings()).require(schema);
            return new SettingsSchema(schema);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
    }

    /** What does not fit, in the words of the running gateway. What only the plugin itself knows is not among it. */
    public List<Finding> findings(Settings settings) {
        Findings findings = new Findings();
        new Reader(findings).object(settings.object(), schema);
        return settings.remarked(findings.errors());
    }

    /** Reads values for nothing but the findings. */
    private record Reader(Findings findings, Readings readings) {

        Reader(Findings findings) {
            this(findings, new Readings(findings));
        }

        Value object(Value value, JsonNode schema) {
            Fields fields = new Fields(Scalars.object(value), findings);
            Set<String> required = new LinkedHashSet<>();
            schema.path("required").forEach(key -> required.add(key.asString()));
            schema.path("properties").properties().forEach(property -> {
                Kind<Object> kind = new Kind<>(reading(property.getValue()), () -> Schema.ANY);
                if (required.contains(property.getKey())) {
                    fields.required(property.getKey(), kind);
                } else {
                    fields.read(property.getKey(), kind);
                }
            });
            fields.end();
            return value;
        }

        /** @throws IllegalArgumentException when no generated schema looks like that */
        private Function<Value, Object> reading(JsonNode schema) {
            if (schema.has("$ref")) {
                String name = schema.path("$ref").asString().replace(DEFINITIONS, "");
                return Optional.ofNullable(Readings.NAMED.get(name)).orElseThrow(() -> unknown(schema));
            }
            if (schema.has("anyOf")) {
                return either(schema.path("anyOf").path(0), schema.path("anyOf").path(1));
            }
            if (schema.has("enum")) {
                List<String> words = new ArrayList<>();
                schema.path("enum").forEach(word -> words.add(word.asString()));
                return value -> Readings.word(value, words);
            }
            if (schema.path("type").asString("").equals("array")) {
                Function<Value, Object> item = reading(schema.path("items"));
                return value -> readings.items(value, item);
            }
            if (schema.has("properties")) {
                require(schema);
                return value -> object(value, schema);
            }
            if (schema.path("additionalProperties").isObject()) {
                Function<Value, Object> member = reading(schema.path("additionalProperties"));
                return value -> readings.map(value, member);
            }
            throw unknown(schema);
        }

        /** A value or null, or a value or a placeholder, which has been filled by now. */
        private Function<Value, Object> either(JsonNode first, JsonNode second) {
            Function<Value, Object> reading = reading(first);
            boolean nullable = second.path("type").asString("").equals("null");
            return nullable ? value -> value instanceof Value.Null ? value : reading.apply(value) : reading;
        }

        void require(JsonNode schema) {
            if (!schema.path("properties").isObject()) {
                throw unknown(schema);
            }
            schema.path("properties").forEach(this::reading);
        }

        private static IllegalArgumentException unknown(JsonNode schema) {
            return new IllegalArgumentException("it has a part that says nothing known: " + schema);
        }
    }
}
