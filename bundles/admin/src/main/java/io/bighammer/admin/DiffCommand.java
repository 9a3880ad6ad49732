package io.bighammer.admin;

import io.bighammer.spi.Control;
import java.util.ArrayList;
import java.util.List;

/** Tells what the configuration files say that is not in force: exit code 0 nothing, 1 something, 2 they have errors. */
final class DiffCommand implements Command {
    private static final int SAME = 0;
    private static final int DIFFERENT = 1;
    private static final int ERRORS = 2;

    private final Control control;

    DiffCommand(Control control) {
        this.control = control;
    }

    @Override
    public String name() {
        return "diff";
    }

    @Override
    public Reply run(List<String> arguments) {
        if (control.state() == Control.State.STARTING) {
            return new Reply(List.of("The gateway still starts; ask again when it runs."), ERRORS);
        }
        Control.Comparison found = control.compare();
        if (!found.errors().isEmpty()) {
            List<String> lines = new ArrayList<>(found.errors());
            lines.addAll(found.differences());
            lines.add(
                    found.compared() && found.differences().isEmpty()
                            ? "All else that the configuration files say is in force."
                            : "The files have errors; what was in force before goes on.");
            return new Reply(lines, ERRORS);
        }
        return found.differences().isEmpty()
                ? new Reply(List.of("What the configuration files say is in force."), SAME)
                : new Reply(found.differences(), DIFFERENT);
    }
}
