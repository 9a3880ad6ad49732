package io.bighammer.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a worker asks of the store: the JSON object in the body of its call. A key that is not known is an error, not a lifetime lost. */
final class StoreRequest {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private final JsonNode object;

    private StoreRequest(JsonNode object) {
        this.object = object;
    }

    /** @throws IllegalArgumentException with what is wrong */
    static StoreRequest read(byte[] json, List<String> known) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object like {\"key\": \"visits\"}");
        }
        for (String name : tree.propertyNames()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is not known; there are: " + String.join(", ", known));
            }
        }
        return new StoreRequest(tree);
    }

    String key() {
        JsonNode key = object.path("key");
        if (!key.isString() || key.stringValue().isEmpty()) {
            throw new IllegalArgumentException("\"key\" must be a text that is not empty");
        }
        return key.stringValue();
    }

    JsonNode value() {
        if (!object.has("value")) {
            throw new IllegalArgumentException("\"value\" is missing");
        }
        return object.path("value");
    }

    /** How much is added; 1 when it is not said. */
    long by() {
        JsonNode by = object.path("by");
        if (by.isMissingNode()) {
            return 1;
        }
        if (!by.isIntegralNumber() || !by.canConvertToLong()) {
            throw new IllegalArgumentException("\"by\" must be a whole number");
        }
        return by.longValue();
    }

    /** Empty for ever. */
    Optional<Duration> expires() {
        JsonNode expires = object.path("expires");
        if (expires.isMissingNode()) {
            return Optional.empty();
        }
        Matcher quantity = QUANTITY.matcher(expires.isString() ? expires.stringValue() : expires + "s");
        if (!quantity.matches() || Long.parseLong(quantity.group(1)) == 0) {
            throw new IllegalArgumentException(
                    "\"expires\" must be a whole number of seconds, or a time like \"10m\" or \"1d\"");
        }
        return Optional.of(UNITS.get(quantity.group(2)).multipliedBy(Long.parseLong(quantity.group(1))));
    }
}
