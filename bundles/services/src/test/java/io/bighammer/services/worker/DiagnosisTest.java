package io.bighammer.services.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DiagnosisTest {

    @Test
    void anEndIsTheExitCodeWithWhatMattersOfTheLastWords() {
        assertEquals("exit code 137 (signal 9)", Diagnosis.end(137, ""));
        assertEquals("exit code 1: panic: no luck", Diagnosis.end(1, "panic: no luck\n\ngoroutine 1 [running]:\n"));
    }
}
