package io.bighammer.services.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @Test
    void theFirstRestartIsAtOnceThenTheDelayDoublesAndACrashLoopIsTriedTwiceAMinute() {
        BackOff backOff = new BackOff(() -> 0);
        List<Long> delays =
                Stream.generate(backOff::next).limit(7).map(Duration::toMillis).toList();
        assertEquals(List.of(0L, 100L, 200L, 400L, 30_000L, 30_000L, 30_000L), delays);
    }

    @Test
    void fiveEndsInARowAreACrashLoopUntilAnAnswer() {
        BackOff backOff = new BackOff(() -> 0);
        for (int end = 1; end <= 5; end++) {
            assertFalse(backOff.crashLoop(), end + " ends");
            backOff.next();
        }
        assertTrue(backOff.crashLoop());
        backOff.reset();
        assertFalse(backOff.crashLoop());
    }

    @Test
    void anAnswerBeginsItAnew() {
        BackOff backOff = new BackOff(() -> 0);
        backOff.next();
        backOff.next();
        backOff.reset();
        assertEquals(Duration.ZERO, backOff.next());
    }

    @Test
    void chanceMakesItShorterByAFifthAtMost() {
        BackOff backOff = new BackOff(() -> 1);
        backOff.next();
        assertEquals(80, backOff.next().toMillis());
        for (int i = 0; i < 100; i++) {
            assertTrue(backOff.next().toMillis() <= 30_000);
        }
    }
}
