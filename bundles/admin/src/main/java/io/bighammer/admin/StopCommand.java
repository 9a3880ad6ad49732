package io.bighammer.admin;

import io.bighammer.spi.Control;
import java.util.List;

/** Has the gateway stop, in order; does not wait for the end, which is the end of the process. */
final class StopCommand implements Command {
    private final Control control;

    StopCommand(Control control) {
        this.control = control;
    }

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public Reply run(List<String> arguments) {
        control.stop();
        return Reply.ok("stopping");
    }
}
