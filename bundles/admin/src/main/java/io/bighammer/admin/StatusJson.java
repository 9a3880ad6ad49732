package io.bighammer.admin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Snapshots as JSON, with keys in {@code snake_case}. Safe for use by many threads. */
final class StatusJson {
    private final JsonMapper mapper = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    String write(Snapshot snapshot) {
        return mapper.writeValueAsString(snapshot) + "\n";
    }

    JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }
}
