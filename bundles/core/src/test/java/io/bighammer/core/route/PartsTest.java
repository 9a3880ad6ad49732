package io.bighammer.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsTest {

    @Test
    void aPartIsFoundInTheMiddleOfAPath() {
        Parts<String> parts = Parts.of(Map.of("users", "u", "", "empty", "us", "short"));

        assertEquals("u", parts.get("/users/7", 1, 6));
        assertEquals("short", parts.get("/users/7", 1, 3));
        assertEquals("empty", parts.get("/", 1, 1));
        assertNull(parts.get("/users/7", 7, 8));
    }

    @Test
    void partsOfTheSameHashAreKeptApart() {
        Parts<String> parts = Parts.of(Map.of("Aa", "one", "BB", "two"));

        assertEquals("one", parts.get("/Aa", 1, 3));
        assertEquals("two", parts.get("/BB", 1, 3));
        assertNull(parts.get("/C#", 1, 3));
    }

    @Test
    void withoutEntriesNothingIsFound() {
        assertNull(Parts.<String>of(Map.of()).get("/a", 1, 2));
    }
}
