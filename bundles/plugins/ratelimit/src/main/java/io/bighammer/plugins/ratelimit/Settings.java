package io.bighammer.plugins.ratelimit;

import io.bighammer.api.Default;
import io.bighammer.api.PluginSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * @param rate how many requests
 * @param per in what time, for example {@code 500ms}, {@code 1s}, {@code 1m}, {@code 24h}
 * @param burst how many of them may come at once; as many as {@code rate} unless given
 * @param key who is counted apart: {@code client} (the address), {@code user} (as found by auth, which then
 *     stands before this plugin), or {@code header:NAME}; where user or header is missing, the address counts
 * @param maxKeys how many are remembered at once; those beyond it share one allowance
 */
@PluginSettings
record Settings(
        @Default("100") int rate,
        @Default("1s") Duration per,
        Optional<Integer> burst,
        @Default("client") String key,
        @Default("100000") int maxKeys) {

    Settings {
        int atOnce = burst.orElse(rate);
        atLeastOne("rate", rate);
        atLeastOne("burst", atOnce);
        atLeastOne("max_keys", maxKeys);
        if (!key.matches("client|user|header:[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException(
                    "\"key\": \"" + key + "\" is none of \"client\", \"user\" and \"header:X-Some-Name\"");
        }
        if (per.toNanos() < rate) {
            throw new IllegalArgumentException("\"rate\": " + rate + " is more than one in a nanosecond: make it less");
        }
        if (per.toNanos() / rate > Long.MAX_VALUE / 2 / atOnce) {
            throw new IllegalArgumentException("\"burst\": " + atOnce + " would take a century to fill: make it less");
        }
    }

    private static void atLeastOne(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "\"" + setting + "\": " + value + " would let nobody in: give it 1 or more");
        }
    }
}
