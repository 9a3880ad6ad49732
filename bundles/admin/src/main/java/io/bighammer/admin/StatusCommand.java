package io.bighammer.admin;

import java.util.List;

/** Tells how the gateway and its parts are, after a ping to every worker; with {@code --json} for programs. */
final class StatusCommand implements Command {
    private final GatewayStatus status;
    private final StatusJson json;

    StatusCommand(GatewayStatus status, StatusJson json) {
        this.status = status;
        this.json = json;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public Reply run(List<String> arguments) {
        boolean asJson = arguments.equals(List.of("--json"));
        if (!asJson && !arguments.isEmpty()) {
            return Reply.usage("status takes nothing or --json, not: " + String.join(" ", arguments));
        }
        Snapshot snapshot = status.afterPing();
        String text = asJson ? json.write(snapshot) : StatusText.of(snapshot, json.tree(snapshot.sections()));
        return new Reply(List.of(text), snapshot.well() ? Reply.OK : Reply.PARTLY);
    }
}
