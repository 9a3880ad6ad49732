package io.bighammer.core.config;

/** Where a value stands: the file, the line from 1 (0: the file as a whole) and the key (empty: the top level). */
public record Place(String file, int line, String key) {

    /** A member of the object that stands here. */
    public Place member(int line, String name) {
        return new Place(file, line, key.isEmpty() ? name : key + "." + name);
    }

    Place item(int line, int index) {
        return new Place(file, line, key + "[" + index + "]");
    }

    /** The file, and the line where there is one, for a message that needs no key. */
    public String inFile() {
        return new Place(file, line, "").toString();
    }

    /** As a message begins that is about it: {@code config/router.json:7: routes[0]}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (key.isEmpty() ? "" : ": " + key);
    }
}
