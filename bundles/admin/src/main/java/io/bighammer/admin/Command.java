package io.bighammer.admin;

import java.util.List;

/** Something that can be asked over the control socket. Safe for use by many threads; may wait. */
interface Command {

    String name();

    Reply run(List<String> arguments);
}
