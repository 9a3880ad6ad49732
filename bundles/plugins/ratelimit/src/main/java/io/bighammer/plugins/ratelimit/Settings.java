package io.bighammer.plugins.ratelimit;

import java.time.Duration;

/**
 * @param rate how many requests; default 100
 * @param per in what time, for example {@code 500ms}, {@code 1s}, {@code 1m}, {@code 24h}; default {@code 1s}
 * @param burst how many of them may come at once; default {@code rate}
 * @param key who is counted apart: {@code client} (the address; default), {@code user} (as found by auth, which then
 *     stands before this plugin), or {@code header:NAME}; where user or header is missing, the address counts
 * @param maxKeys how many are remembered at once; those beyond it share one allowance; default 100000
 */
record Settings(Integer rate, Duration per, Integer burst, String key, Integer maxKeys) {

    Settings {
        rate = rate == null ? 100 : rate;
        per = per == null ? Duration.ofSeconds(1) : per;
        burst = burst == null ? rate : burst;
        key = key == null ? "client" : key;
        maxKeys = maxKeys == null ? 100_000 : maxKeys;
        atLeastOne("rate", rate);
        atLeastOne("burst", burst);
        atLeastOne("max_keys", maxKeys);
        if (!key.matches("client|user|header:[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException(
                    "\"key\": \"" + key + "\" is none of \"client\", \"user\" and \"header:X-Some-Name\"");
        }
        if (per.toNanos() < rate) {
            throw new IllegalArgumentException("\"rate\": " + rate + " is more than one in a nanosecond: make it less");
        }
        if (per.toNanos() / rate > Long.MAX_VALUE / 2 / burst) {
            throw new IllegalArgumentException("\"burst\": " + burst + " would take a century to fill: make it less");
        }
    }

    private static void atLeastOne(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "\"" + setting + "\": " + value + " would let nobody in: give it 1 or more");
        }
    }
}
