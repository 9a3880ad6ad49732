package io.bighammer.core.config;

import io.bighammer.api.Default;
import io.bighammer.api.PluginSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of every kind.
 *
 * @param text a {@code text}, with <b>marks</b>
 *     over two lines
 */
@PluginSettings
record Everything(
        @Default("a \"text\"") String text,
        @Default("true") boolean flag,
        @Default("false") Boolean maybeFlag,
        @Default("3") int count,
        @Default("-4") Integer otherCount,
        @Default("5000000000") long big,
        @Default("0.5") double ratio,
        @Default("token_bucket") Window window,
        @Default("250ms") Duration waitTime,
        Optional<String> note,
        @Default("[]") List<Inner> inners,
        @Default("[\"x\", \"y\"]") Set<String> names,
        @Default("{\"a\": 1}") Map<String, Integer> weights,
        @Default("{}") Inner inner) {

    enum Window {
        FIXED,
        TOKEN_BUCKET
    }

    record Inner(@Default("i") String name, Optional<Integer> size) {
        Inner {
            if (size.isPresent() && size.get() < 1) {
                throw new IllegalArgumentException("\"size\": give it 1 or more");
            }
        }
    }
}
