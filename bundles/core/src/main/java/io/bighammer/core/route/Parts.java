package io.bighammer.core.route;

import java.util.Map;

/**
 * An immutable map from a part of a path to a value, asked with a range of the path so that nothing is cut out of it.
 * At most half of its places are taken, and an empty one ends a search.
 */
final class Parts<V> {

    private final String[] keys;
    private final Object[] values;
    private final int mask;

    Parts(Map<String, V> entries) {
        int capacity = Integer.highestOneBit(Math.max(1, entries.size()) * 2 - 1) * 2;
        keys = new String[capacity];
        values = new Object[capacity];
        mask = capacity - 1;
        entries.forEach((key, value) -> {
            int place = spread(key.hashCode()) & mask;
            while (keys[place] != null) {
                place = (place + 1) & mask;
            }
            keys[place] = key;
            values[place] = value;
        });
    }

    /** The value of the part that stands there in the path, or null. */
    @SuppressWarnings("unchecked")
    V get(String path, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + path.charAt(i);
        }
        int length = end - start;
        for (int place = spread(hash) & mask; keys[place] != null; place = (place + 1) & mask) {
            String key = keys[place];
            if (key.length() == length && path.startsWith(key, start)) {
                return (V) values[place];
            }
        }
        return null;
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
