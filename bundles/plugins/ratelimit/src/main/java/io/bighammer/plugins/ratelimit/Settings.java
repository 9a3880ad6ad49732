package io.bighammer.plugins.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * @param rate how many requests; default 100
 * @param per in what time: a number and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}; default {@code 1s}
 * @param burst how many of them may come at once; default {@code rate}
 * @param key who is counted apart: {@code client} (the address; default), {@code user} (as found by auth, which then
 *     stands before this plugin), or {@code header:NAME}; where user or header is missing, the address counts
 * @param maxKeys how many are remembered at once; those beyond it share one allowance; default 100000
 */
record Settings(Integer rate, String per, Integer burst, String key, Integer maxKeys) {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Duration LONGEST = Duration.ofDays(366);

    Settings {
        rate = rate == null ? 100 : rate;
        per = per == null ? "1s" : per;
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
        if (time(per).toNanos() / rate > Long.MAX_VALUE / 2 / burst) {
            throw new IllegalArgumentException("\"burst\": " + burst + " would take centuries to fill at " + rate
                    + " in " + per + ": give it less");
        }
        if (time(per).toNanos() < rate) {
            throw new IllegalArgumentException(
                    "\"rate\": " + rate + " in " + per + " is more than one in a nanosecond");
        }
    }

    Duration time() {
        return time(per);
    }

    private static Duration time(String per) {
        Matcher matcher = TIME.matcher(per);
        if (matcher.matches()) {
            Duration time = UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
            if (time.compareTo(LONGEST) <= 0) {
                return time;
            }
        }
        throw new IllegalArgumentException("\"per\": \"" + per
                + "\" is no time up to 366d: write a number and its unit, for example \"500ms\", \"1s\", \"1m\"");
    }

    private static void atLeastOne(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "\"" + setting + "\": " + value + " would let nobody in: give it 1 or more");
        }
    }
}
