package io.bighammer.services.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutputLogTest {

    @Test
    void whatWasWrittenLongAgoIsNotBlamedForAnEnd() throws Exception {
        OutputLog log = new OutputLog(
                "shop#1", new ByteArrayInputStream("Deprecated: old\n".getBytes(StandardCharsets.UTF_8)), true);
        log.start().get(5, TimeUnit.SECONDS);
        assertEquals("Deprecated: old", log.tail(Duration.ofHours(1)));
        assertEquals("", log.tail(Duration.ZERO));
    }
}
