package io.bighammer.admin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What is told of the gateway as JSON, with keys in {@code snake_case}. Safe for use by many threads. */
final class StatusJson {
    private final JsonMapper mapper = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    String write(Object told) {
        return mapper.writeValueAsString(told) + "\n";
    }

    JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }
}
