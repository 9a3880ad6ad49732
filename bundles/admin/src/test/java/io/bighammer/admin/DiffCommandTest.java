package io.bighammer.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bighammer.spi.Control;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffCommandTest {
    private final FakeControl control = new FakeControl();
    private final DiffCommand command = new DiffCommand(control);

    @Test
    void filesThatAreInForceAreNoDifference() {
        assertEquals(new Reply(List.of("What the configuration files say is in force."), 0), command.run(List.of()));
    }

    @Test
    void eachDifferenceIsALine() {
        List<String> lines = List.of("+ config/services.json: pay", "- config/services.json: shop");
        control.comparison = new Control.Comparison(List.of(), true, lines);

        assertEquals(new Reply(lines, 1), command.run(List.of()));
    }

    @Test
    void errorsInTheFilesAreTold() {
        control.comparison = new Control.Comparison(List.of("config/router.json:1: is empty"), false, List.of());

        assertEquals(
                new Reply(
                        List.of(
                                "config/router.json:1: is empty",
                                "The files have errors; what was in force before goes on."),
                        2),
                command.run(List.of()));
    }

    @Test
    void aBadJarDoesNotKeepTheFilesOutOfForce() {
        control.comparison = new Control.Comparison(List.of("plugins/x.jar: not a whole jar"), true, List.of());

        assertEquals(
                new Reply(
                        List.of(
                                "plugins/x.jar: not a whole jar",
                                "All else that the configuration files say is in force."),
                        2),
                command.run(List.of()));
    }

    @Test
    void aGatewayThatStartsHasNothingInForce() {
        control.state = Control.State.STARTING;

        assertEquals(2, command.run(List.of()).exitCode());
    }
}
