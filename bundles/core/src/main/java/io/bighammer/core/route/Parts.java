package io.bighammer.core.route;

import java.util.Map;

/**
 * An immutable map from a part of a path to a value, asked with a range of the path so that nothing is cut out of it.
 * At most half of its places are taken, and an empty one ends a search. The keys are one text: among many routes it is the memory
 * that nobody has touched lately that takes the time, and a text for each would be two objects more.
 */
final class Parts<V> {
    private static final Parts<?> NONE = new Parts<>(Map.of());

    /** Null where a place is empty. */
    private final Object[] values;

    /** The key of a place begins in the text where its number is, and ends where the next one's begins. */
    private final int[] starts;

    private final String text;
    private final int mask;

    private Parts(Map<String, V> content) {
        int capacity = Integer.highestOneBit(Math.max(1, content.size()) * 2 - 1) * 2;
        mask = capacity - 1;
        values = new Object[capacity];
        String[] keys = new String[capacity];
        content.forEach((key, value) -> {
            int place = spread(key.hashCode()) & mask;
            while (values[place] != null) {
                place = (place + 1) & mask;
            }
            keys[place] = key;
            values[place] = value;
        });
        starts = new int[capacity + 1];
        StringBuilder all = new StringBuilder();
        for (int place = 0; place < capacity; place++) {
            all.append(keys[place] == null ? "" : keys[place]);
            starts[place + 1] = all.length();
        }
        text = all.toString();
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
        for (int place = spread(hash) & mask; values[place] != null; place = (place + 1) & mask) {
            int key = starts[place];
            if (starts[place + 1] - key == length && text.regionMatches(key, path, start, length)) {
                return (V) values[place];
            }
        }
        return null;
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
