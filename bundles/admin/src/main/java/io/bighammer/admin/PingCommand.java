package io.bighammer.admin;

import java.util.List;

/** Shows that the gateway's process answers. */
final class PingCommand implements Command {

    @Override
    public String name() {
        return "ping";
    }

    @Override
    public Reply run(List<String> arguments) {
        return Reply.ok("pong");
    }
}
