package io.bighammer.ipc.json;

import io.bighammer.api.Problem;

/** What a client sent is no request; the message is for it. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final boolean json;

    private BadRequestException(Problem problem, String message, boolean json) {
        super(message, null, false, false);
        this.problem = problem;
        this.json = json;
    }

    /** It is JSON, but not such as is asked for. */
    BadRequestException(String message) {
        this(Problem.BAD_REQUEST, message, true);
    }

    static BadRequestException noJson(String message) {
        return new BadRequestException(Problem.BAD_REQUEST, message, false);
    }

    static BadRequestException tooLarge(String message) {
        return new BadRequestException(Problem.BODY_TOO_LARGE, message, false);
    }

    boolean isJson() {
        return json;
    }

    int status() {
        return problem.status();
    }
}
