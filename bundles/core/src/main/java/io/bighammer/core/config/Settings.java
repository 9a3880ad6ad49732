package io.bighammer.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of a plugin as they stand in a file, with their places. Immutable. Two are equal when they say the same,
 * wherever it stands.
 */
public final class Settings {

    private static final String NO_ENTRY = "; the plugin has no entry in plugins.json: give it one with \"config\","
            + " or write {\"name\": …, \"config\": …} here";

    private final Value.Members object;
    /** What is said beside each error. */
    private final String remark;

    Settings(Value.Members object) {
        this(object, "");
    }

    private Settings(Value.Members object, String remark) {
        this.object = object;
        this.remark = remark;
    }

    /**
     * No settings at all, for a plugin that has no entry.
     *
     * @param use where a route names it
     */
    public static Settings none(Place use) {
        return new Settings(absent(use), NO_ENTRY);
    }

    /** No settings at all, in an entry. */
    static Settings noneIn(Place entry) {
        return new Settings(absent(entry));
    }

    private static Value.Members absent(Place around) {
        return new Value.Members(around.member(around.line(), "config"), Map.of());
    }

    /**
     * Settings that do not come from the configuration files.
     *
     * @param file how messages name where they come from
     * @throws ConfigurationException when the text is not a JSON object
     */
    public static Settings parse(String file, String json) {
        Findings findings = new Findings();
        Place top = new Place(file, 0, "");
        Optional<Value> value = new JsonTree(Placeholders.none(findings), findings).parse(top, json);
        findings.throwIfAny();
        return value.filter(Value.Members.class::isInstance)
                .map(members -> new Settings((Value.Members) members))
                .orElseThrow(() ->
                        new ConfigurationException(List.of(new Finding(file, 1, "", "must be an object in { }"))));
    }

    Value.Members object() {
        return object;
    }

    /** What somebody says who knows these settings, without what came from the environment or another file. */
    public String masked(String message) {
        return Secrets.of(object).masked(message);
    }

    public boolean isEmpty() {
        return object.members().isEmpty();
    }

    public Place place() {
        return object.place();
    }

    /**
     * Makes a record of the settings, strictly. A key is its component's name in {@code snake_case}.
     *
     * @throws ConfigurationException with all that does not fit, what the record's constructor refuses included
     */
    public <T extends Record> T bind(Class<T> type) {
        Findings findings = new Findings();
        Optional<T> bound = new RecordBinder(findings).bind(object, type);
        if (findings.count() > 0) {
            throw new ConfigurationException(remarked(findings.errors()));
        }
        return bound.orElseThrow(IllegalStateException::new);
    }

    /** The errors of these settings, with what helps beside each. */
    List<Finding> remarked(List<Finding> errors) {
        return errors.stream()
                .map(error -> new Finding(error.file(), error.line(), error.key(), error.message() + remark))
                .toList();
    }

    /** The values without their places, each under its path, as in {@code keys.shop}; of texts it is shown that they are there. */
    public Map<String, Shown> leaves() {
        Map<String, Shown> leaves = new LinkedHashMap<>();
        addLeaves("", object, leaves);
        return leaves;
    }

    private static void addLeaves(String key, Value value, Map<String, Shown> leaves) {
        if (value instanceof Value.Members members && !(members.members().isEmpty() && !key.isEmpty())) {
            members.members().forEach((name, each) -> addLeaves(key.isEmpty() ? name : key + "." + name, each, leaves));
        } else if (value instanceof Value.Items items && !items.items().isEmpty()) {
            for (int i = 0; i < items.items().size(); i++) {
                addLeaves(key + "[" + i + "]", items.items().get(i), leaves);
            }
        } else {
            boolean text = value instanceof Value.Text;
            leaves.put(key, text ? Shown.secret(plain(value)) : new Shown(plain(value), value.shown()));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings settings && plain(object).equals(plain(settings.object));
    }

    @Override
    public int hashCode() {
        return plain(object).hashCode();
    }

    /** For a person: what came from the environment or another file is masked. */
    @Override
    public String toString() {
        return masked(object);
    }

    private static Object plain(Value value) {
        if (value instanceof Value.Members members) {
            return members.members().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
        }
        if (value instanceof Value.Items items) {
            return items.items().stream().map(Settings::plain).toList();
        }
        return value instanceof Value.Text text ? '"' + text.text() : value.shown();
    }

    private static String masked(Value value) {
        if (value instanceof Value.Members members) {
            return members.members().entrySet().stream()
                    .map(entry -> '"' + entry.getKey() + "\": " + masked(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Value.Items items) {
            return items.items().stream().map(Settings::masked).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.shown();
    }
}
