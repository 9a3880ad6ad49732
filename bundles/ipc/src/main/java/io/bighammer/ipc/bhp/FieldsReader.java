package io.bighammer.ipc.bhp;

import io.bighammer.ipc.FieldRules;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the {@code headers} of a head that a worker wrote: an object of strings, numbers and lists of these.
 *
 * @param <E> what a field that cannot be passed on is refused with
 */
abstract class FieldsReader<E extends Exception> {

    /** Takes a field whose name and value may be sent. */
    abstract void field(String name, String value) throws E;

    /** @param reason a sentence */
    abstract E refusal(String reason);

    /** @param token where the parser stands */
    void read(JsonParser json, JsonToken token) throws E {
        // An empty PHP array is an empty JSON list.
        if (token == JsonToken.START_ARRAY && json.nextToken() == JsonToken.END_ARRAY) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            throw refusal("The headers are no JSON object");
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    add(name, json);
                }
            } else {
                add(name, json);
            }
        }
    }

    private void add(String name, JsonParser json) throws E {
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw refusal("The header '%s' is neither a string nor a list of strings".formatted(name));
        }
        String value = json.getString();
        Optional<String> complaint = FieldRules.complaint(name, value);
        if (complaint.isPresent()) {
            throw refusal("It cannot be passed on: " + complaint.get());
        }
        field(name, value);
    }
}
