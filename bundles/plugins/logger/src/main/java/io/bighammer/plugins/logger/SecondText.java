package io.bighammer.plugins.logger;

import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * Times as text, to the second: most lines of a busy log have the second of the line before, and making the text anew would cost as
 * much as the rest of a line. For one thread.
 */
final class SecondText {
    private final DateTimeFormatter format;
    private long second = Long.MIN_VALUE;
    private String text = "";

    SecondText(DateTimeFormatter format) {
        this.format = format;
    }

    String of(Instant time) {
        if (time.getEpochSecond() != second) {
            second = time.getEpochSecond();
            text = format.format(time);
        }
        return text;
    }
}
