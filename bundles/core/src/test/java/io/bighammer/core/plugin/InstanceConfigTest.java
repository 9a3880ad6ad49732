package io.bighammer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.core.config.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceConfigTest {
    record Limits(int most) {}

    @Test
    void settingsThatNobodyReadsAreTold() {
        InstanceConfig config = new InstanceConfig("moon", Settings.parse("plugins.json", "{\"most\": 7}"));
        config.initialised();

        assertEquals(
                List.of("plugins.json:1: plugin moon reads no settings in init; what stands here may do nothing"),
                config.warnings());
    }

    @Test
    void settingsThatAreReadAndNoneAtAllAreFine() {
        InstanceConfig read = new InstanceConfig("moon", Settings.parse("plugins.json", "{\"most\": 7}"));
        InstanceConfig none = new InstanceConfig("moon", Settings.parse("plugins.json", "{}"));

        assertEquals(7, read.as(Limits.class).most());
        read.initialised();
        none.initialised();

        assertEquals(List.of(), read.warnings());
        assertEquals(List.of(), none.warnings());
    }
}
