package io.bighammer.core.route;

import java.util.Map;

/**
 * An immutable map from a part of a path to a value, asked with a range of the path so that nothing is cut out of it.
 * At most half of its places are taken, and an empty one ends a search. A key and its value are neighbours: among many routes it is
 * the memory that nobody has touched lately that takes the time.
 */
final class Parts<V> {

    private static final Parts<?> NONE = new Parts<>(Map.of());

    /** Key, value, key, value… */
    private final Object[] entries;

    private final int mask;

    private Parts(Map<String, V> content) {
        int capacity = Integer.highestOneBit(Math.max(1, content.size()) * 2 - 1) * 2;
        entries = new Object[capacity * 2];
        mask = capacity - 1;
        content.forEach((key, value) -> {
            int place = spread(key.hashCode()) & mask;
            while (entries[place * 2] != null) {
                place = (place + 1) & mask;
            }
            entries[place * 2] = key;
            entries[place * 2 + 1] = value;
        });
    }

    @SuppressWarnings("unchecked")
    static <V> Parts<V> of(Map<String, V> content) {
        return content.isEmpty() ? (Parts<V>) NONE : new Parts<>(content);
    }

    /** The value of the part that stands there in the path, or null. */
    @SuppressWarnings("unchecked")
    V get(String path, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + path.charAt(i);
        }
        int length = end - start;
        for (int place = spread(hash) & mask; entries[place * 2] != null; place = (place + 1) & mask) {
            String key = (String) entries[place * 2];
            if (key.length() == length && path.startsWith(key, start)) {
                return (V) entries[place * 2 + 1];
            }
        }
        return null;
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
