package io.bighammer.tests.conformance;

import tools.jackson.databind.JsonNode;

/**
 * Compares JSON with what a case expects of it: an object may have more keys than the pattern, everything else is equal.
 * Objects with one key that begins with $ say more: $above, $contains, $absent.
 */
final class Pattern {
    private Pattern() {}

    static void check(String where, JsonNode pattern, JsonNode actual) {
        if (pattern.isObject() && pattern.size() == 1) {
            String key = pattern.propertyNames().iterator().next();
            if (key.startsWith("$")) {
                checkThat(where, key, pattern.get(key), actual);
                return;
            }
        }
        if (pattern.isObject() && actual.isObject()) {
            pattern.properties()
                    .forEach(entry ->
                            check(where + "." + entry.getKey(), entry.getValue(), actual.path(entry.getKey())));
        } else if (pattern.isArray() && actual.isArray() && pattern.size() == actual.size()) {
            for (int i = 0; i < pattern.size(); i++) {
                check(where + "[" + i + "]", pattern.get(i), actual.get(i));
            }
        } else if (!same(pattern, actual)) {
            throw new AssertionError("%s is %s, expected was %s".formatted(where, shown(actual), pattern));
        }
    }

    private static boolean same(JsonNode expected, JsonNode actual) {
        return expected.isNumber() && actual.isNumber()
                ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                : expected.equals(actual);
    }

    private static void checkThat(String where, String key, JsonNode wanted, JsonNode actual) {
        boolean holds =
                switch (key) {
                    case "$above" -> actual.isNumber() && actual.asLong() > wanted.asLong();
                    case "$contains" -> contains(actual, wanted.asString());
                    case "$absent" -> actual.isMissingNode();
                    default -> throw new IllegalArgumentException("There is no pattern " + key);
                };
        if (!holds) {
            throw new AssertionError("%s is %s, expected was %s %s".formatted(where, shown(actual), key, wanted));
        }
    }

    private static boolean contains(JsonNode actual, String wanted) {
        return actual.isArray()
                ? actual.valueStream().anyMatch(value -> value.asString().contains(wanted))
                : actual.isString() && actual.asString().contains(wanted);
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.toString();
    }
}
