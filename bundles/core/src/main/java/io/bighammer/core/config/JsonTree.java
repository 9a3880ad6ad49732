package io.bighammer.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.json.JsonFactory;

/** Makes a tree of JSON text. A key that stands twice is an error, and so is anything after the value. */
final class JsonTree {

    private static final JsonFactory JSON = new JsonFactory();

    private final Placeholders placeholders;
    private final Findings findings;
    private final Passed passed;

    JsonTree(Placeholders placeholders, Findings findings) {
        this(placeholders, findings, Passed.NOTHING);
    }

    /** @param passed is left out of the tree */
    JsonTree(Placeholders placeholders, Findings findings, Passed passed) {
        this.placeholders = placeholders;
        this.findings = findings;
        this.passed = passed;
    }

    /**
     * The list of which each item is passed on as soon as it is read, so that of 10,000 routes not all are in memory as trees: the
     * collector would have to move them while requests wait.
     *
     * @param key of the list, in the object at the top
     */
    record Passed(String key, Consumer<Value> each) {
        static final Passed NOTHING = new Passed("", item -> {});

        boolean isFrom(Place list) {
            return !key.isEmpty() && list.key().equals(key);
        }
    }

    /** Empty when the text is not JSON; the findings say why. */
    Optional<Value> parse(Place top, String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return parse(top, parser);
        }
    }

    private Optional<Value> parse(Place top, JsonParser parser) {
        try {
            if (parser.nextToken() == null) {
                findings.error(top, "is empty; expected an object in { }");
                return Optional.empty();
            }
            Value value = value(parser, new Place(top.file(), line(parser), top.key()));
            if (parser.nextToken() != null) {
                findings.error(new Place(top.file(), line(parser), ""), "there is something after the end; remove it");
            }
            return Optional.of(value);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            int open = parser.streamReadContext()
                    .startLocation(ContentReference.unknown())
                    .getLineNr();
            String message = SyntaxMessage.of(e.getOriginalMessage(), open);
            findings.error(new Place(top.file(), at.getLineNr(), ""), "is not JSON: " + message);
            return Optional.empty();
        }
    }

    private Value value(JsonParser parser, Place place) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, place);
            case START_ARRAY -> list(parser, place);
            case VALUE_STRING -> placeholders.fill(place, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Number(place, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Value.Bool(place, token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> new Value.Null(place);
            default -> throw new IllegalStateException("a value cannot begin with " + token);
        };
    }

    private Value object(JsonParser parser, Place place) {
        Map<String, Value> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Place at = place.member(line(parser), name);
            parser.nextToken();
            Value first = members.putIfAbsent(name, value(parser, at));
            if (first != null) {
                findings.error(
                        at, "stands twice, first in line " + first.place().line() + "; remove one");
            }
        }
        return new Value.Members(place, members);
    }

    private Value list(JsonParser parser, Place place) {
        List<Value> items = new ArrayList<>();
        Consumer<Value> each = passed.isFrom(place) ? passed.each() : items::add;
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            each.accept(value(parser, place.item(line(parser), index)));
        }
        return new Value.Items(place, List.copyOf(items));
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
