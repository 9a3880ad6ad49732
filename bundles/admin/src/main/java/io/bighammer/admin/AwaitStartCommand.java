package io.bighammer.admin;

import io.bighammer.spi.Control;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** Answers when the gateway runs, with what a person should look at; or when it cannot run, with the reason. */
final class AwaitStartCommand implements Command {
    private final Control control;
    private final GatewayStatus status;

    AwaitStartCommand(Control control, GatewayStatus status) {
        this.control = control;
        this.status = status;
    }

    @Override
    public String name() {
        return "await-start";
    }

    @Override
    public Reply run(List<String> arguments) {
        try {
            control.started().join();
            return new Reply(status.now().toLookAt(), Reply.OK);
        } catch (CompletionException e) {
            return new Reply(List.of(message(e.getCause())), Reply.PARTLY);
        } catch (CancellationException e) {
            return new Reply(List.of("The start was called off."), Reply.PARTLY);
        }
    }

    private static String message(Throwable reason) {
        return reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }
}
