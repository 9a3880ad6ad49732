package io.bighammer.core.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a JSON value into a Java one, or throws IllegalArgumentException that says what it must be. */
final class Scalars {

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) ?([A-Za-z]+)");
    private static final Map<String, Duration> TIMES = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));
    private static final Map<String, Long> SIZES = Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);
    private static final Duration LONGEST = Duration.ofDays(1);

    private Scalars() {}

    static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        throw not("text in double quotes", value);
    }

    static String filledText(Value value) {
        String text = text(value);
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text;
    }

    static boolean flag(Value value) {
        if (value instanceof Value.Bool bool) {
            return bool.is();
        }
        String filled = filled(value);
        if (filled.equals("true") || filled.equals("false")) {
            return filled.equals("true");
        }
        throw not("true or false", value);
    }

    static long whole(Value value, long least, long most) {
        String expected = least == Long.MIN_VALUE || most == Long.MAX_VALUE
                ? "a whole number" + (least == Long.MIN_VALUE ? "" : " from " + least)
                : "a whole number from " + least + " to " + most;
        String digits = value instanceof Value.Number number ? number.digits() : filled(value);
        return inRange(expected, value, digits, least, most);
    }

    /** A port may stand in quotes, as the original writes it. */
    static int port(Value value) {
        return port(value, "a port from 0 to 65535");
    }

    /** Empty for {@code "off"}. */
    static OptionalInt portOrOff(Value value) {
        if (value instanceof Value.Text text && text.text().strip().equals("off")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(port(value, "a port from 0 to 65535, or \"off\""));
    }

    private static int port(Value value, String expected) {
        String digits = value instanceof Value.Text text ? text.text().strip() : "";
        String written = value instanceof Value.Number number ? number.digits() : digits;
        return (int) inRange(expected, value, written, 0, 0xFFFF);
    }

    static double real(Value value) {
        try {
            return Double.parseDouble(value instanceof Value.Number number ? number.digits() : filled(value));
        } catch (NumberFormatException e) {
            throw not("a number", value);
        }
    }

    /** Bytes, or text with B, KB, MB or GB. */
    static long size(Value value, long least, long most) {
        String expected =
                "a size from " + shownSize(least) + " to " + shownSize(most) + ", like \"64KB\" or a number of bytes";
        if (value instanceof Value.Text text) {
            Matcher matcher = QUANTITY.matcher(text.text());
            if (matcher.matches() && SIZES.containsKey(matcher.group(2).toUpperCase(Locale.ROOT))) {
                long unit = SIZES.get(matcher.group(2).toUpperCase(Locale.ROOT));
                BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
                return inRange(expected, value, bytes.toString(), least, most);
            }
        }
        return inRange(
                expected, value, value instanceof Value.Number number ? number.digits() : filled(value), least, most);
    }

    /** Seconds, or text with ms, s, m or h; more than nothing, a day at most. */
    static Duration duration(Value value) {
        String expected = "a time from 1ms to 24h, like \"30s\", \"500ms\" or a number of seconds";
        String count = value instanceof Value.Number number ? number.digits() : filled(value);
        Duration unit = Duration.ofSeconds(1);
        if (value instanceof Value.Text text) {
            Matcher matcher = QUANTITY.matcher(text.text());
            if (matcher.matches() && TIMES.containsKey(matcher.group(2))) {
                count = matcher.group(1);
                unit = TIMES.get(matcher.group(2));
            }
        }
        try {
            BigDecimal millis = new BigDecimal(count).multiply(BigDecimal.valueOf(unit.toMillis()));
            return Duration.ofMillis(inRange(expected, value, millis.toPlainString(), 1, LONGEST.toMillis()));
        } catch (NumberFormatException e) {
            throw not(expected, value);
        }
    }

    static List<Value> list(Value value) {
        if (value instanceof Value.Items items) {
            return items.items();
        }
        throw not("a list in [ ]", value);
    }

    static Value.Members object(Value value) {
        if (value instanceof Value.Members members) {
            return members;
        }
        throw not("an object in { }", value);
    }

    static IllegalArgumentException not(String expected, Value value) {
        return new IllegalArgumentException("must be " + expected + ", not " + value.shown());
    }

    private static long inRange(String expected, Value value, String digits, long least, long most) {
        try {
            long number = new BigDecimal(digits).longValueExact();
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw not(expected, value);
        } catch (ArithmeticException e) {
            throw not(expected, value);
        }
        throw not(expected, value);
    }

    /** A placeholder can stand only in quotes, so what it brings may become a number or a flag. */
    private static String filled(Value value) {
        return value instanceof Value.Text text && text.secret() ? text.text().strip() : "";
    }

    static String shownSize(long bytes) {
        for (String unit : List.of("GB", "MB", "KB")) {
            if (bytes >= SIZES.get(unit) && bytes % SIZES.get(unit) == 0) {
                return bytes / SIZES.get(unit) + unit;
            }
        }
        return bytes + "B";
    }
}
