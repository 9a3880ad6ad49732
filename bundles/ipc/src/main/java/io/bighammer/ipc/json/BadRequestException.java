package io.bighammer.ipc.json;

import io.bighammer.api.Problem;

/** What a client sent is no request; the message is for it, and its connection ends. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    BadRequestException(String message) {
        this(Problem.BAD_REQUEST, message);
    }

    BadRequestException(Problem problem, String message) {
        super(message, null, false, false);
        this.problem = problem;
    }

    int status() {
        return problem.status();
    }
}
