package io.bighammer.core.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.core.plugin.TestComponents;
import io.bighammer.core.plugin.TestFramework;
import io.bighammer.core.plugin.TestJar;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ComponentCommandsTest {

    @TempDir
    Path temp;

    private TestFramework framework;
    private ComponentCommands components;

    @BeforeEach
    void installAPlugin() throws Exception {
        framework = new TestFramework(temp);
        byte[] jar = TestJar.plugin("guard").bytes();
        framework.context().installBundle("guard", new ByteArrayInputStream(jar));
        components = new ComponentCommands(framework.context());
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void aComponentIsDisabledAndEnabledAgain() {
        TestComponents known = TestComponents.in(framework.context(), "test.guard");

        components.disable("test.guard");
        assertFalse(known.isEnabled("test.guard"));
        assertEquals("The component test.guard is enabled.", components.enable("test.guard"));
        assertTrue(known.isEnabled("test.guard"));
    }

    @Test
    void aComponentThatIsNotThereIsToldOf() {
        TestComponents.in(framework.context(), "test.guard");
        String sentence = "There is no component nosuch; scr:list lists them";

        assertEquals(sentence, refusal(() -> components.disable("nosuch")));
        assertEquals(sentence, refusal(() -> components.enable("nosuch")));
        assertEquals("scr:enable COMPONENT; scr:list lists them", refusal(components::enable));
    }

    private static String refusal(Executable command) {
        return assertThrows(IllegalArgumentException.class, command).getMessage();
    }
}
