package io.bighammer.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerTargetTest {

    private static final Set<String> SERVICES = Set.of("example", "users", "users_handler", "main");

    @ParameterizedTest(name = "{0} → {1}.{2}")
    @CsvSource({
        "example, example, handle",
        "example_handler, example, handle",
        "example.list, example, list",
        "example_handler.list, example, list",
        "users_handler, users_handler, handle",
        "users, users, handle",
        "users_handler.list, users_handler, list",
        "main, main, handle",
        "main.status, main, status",
        "unknown, main, handle",
        "unknown.list, main, handle",
        "_handler, main, handle",
        "example., main, handle",
        ".list, main, handle",
    })
    void aHandlerStandsForAServiceAndItsMethod(String handler, String service, String method) {
        assertEquals(new HandlerTarget(service, method), HandlerTarget.resolve(handler, SERVICES));
    }
}
