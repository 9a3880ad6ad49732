package io.bighammer.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.spi.Origins;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8081, true",
        "https://Example.com, example.com, true",
        "http://[::1]:8080, [::1]:8081, true",
        "http://evil.com, example.com, false",
        "http://example.com.evil.com, example.com, false",
        "http://evil.com:80, evil.com.example.com, false",
        "null, example.com, false",
        "'', '', false",
    })
    void onlyThePagesOfTheHostItself(String origin, String authority, boolean allowed) {
        assertTrue(Origins.SAME_HOST.allow(origin, authority) == allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.example.com, true",
        "http://www.example.com, false",
        "https://www.example.com:8443, false",
        "https://a.example.org, true",
        "https://a.b.example.org, true",
        "https://.example.org, false",
        "https://evilexample.org, false",
        "https://example.org, false",
        "https://a.example.org.evil.com, false",
    })
    void othersThatTheRouteNames(String origin, boolean allowed) {
        Origins origins = new Origins(Set.of("https://WWW.example.com", "https://*.example.org"));
        assertTrue(origins.allow(origin, "gateway:8081") == allowed);
    }

    @Test
    void aStarIsEveryPage() {
        assertTrue(new Origins(Set.of("*")).allow("null", "gateway"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "https://example.com", "http://localhost:8080", "https://*.example.com", "http://[::1]:80"})
    void canBeWritten(String origin) {
        assertTrue(Origins.isOrigin(origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.com", "https://example.com/", "https://", "https://*", "https://a*.com", "https://u@h"})
    void cannotBeWritten(String origin) {
        assertFalse(Origins.isOrigin(origin));
    }
}
