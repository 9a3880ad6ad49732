package io.bighammer.admin;

import java.util.List;

/** What a command prints, and the exit code that {@code duang.sh} takes from it. */
record Reply(List<String> lines, int exitCode) {
    static final int OK = 0;
    /** Something is not as it should be. */
    static final int PARTLY = 1;
    /** The command was not understood. */
    static final int USAGE = 2;

    Reply {
        lines = lines.stream().flatMap(String::lines).toList();
    }

    static Reply ok(String line) {
        return new Reply(List.of(line), OK);
    }

    static Reply usage(String line) {
        return new Reply(List.of(line), USAGE);
    }
}
