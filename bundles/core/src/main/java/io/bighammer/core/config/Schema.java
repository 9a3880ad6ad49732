package io.bighammer.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a JSON Schema says of a value. Immutable.
 *
 * @param keywords in their order
 */
record Schema(Map<String, Object> keywords) {
    /** Any value at all. */
    static final Schema ANY = new Schema(Map.of());

    Schema {
        keywords = Collections.unmodifiableMap(new LinkedHashMap<>(keywords));
    }

    /** One of those that every schema file has, in its {@code $defs}. */
    static Schema named(String definition) {
        return ANY.with("$ref", "#/$defs/" + definition);
    }

    static Schema type(String type) {
        return ANY.with("type", type);
    }

    /** Either of them. */
    Schema or(Schema other) {
        return ANY.with("anyOf", List.of(keywords, other.keywords));
    }

    /** Any scalar may come from the environment or from another file. */
    Schema orPlaceholder() {
        return or(named("placeholder"));
    }

    Schema with(String keyword, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(keywords);
        more.put(keyword, value instanceof Schema schema ? schema.keywords : value);
        return new Schema(more);
    }
}
