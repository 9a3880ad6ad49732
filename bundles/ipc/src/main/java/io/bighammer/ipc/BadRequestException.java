package io.bighammer.ipc;

import io.bighammer.api.Problem;

/** What a client sent is no request; the message is for it. */
public final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final boolean json;

    private BadRequestException(Problem problem, String message, boolean json) {
        super(message, null, false, false);
        this.problem = problem;
        this.json = json;
    }

    /** It is JSON, but not such as is asked for. */
    public BadRequestException(String message) {
        this(Problem.BAD_REQUEST, message, true);
    }

    public static BadRequestException noJson(String message) {
        return new BadRequestException(Problem.BAD_REQUEST, message, false);
    }

    /** There is no memory for it now. */
    public static BadRequestException overloaded(String message) {
        return new BadRequestException(Problem.OVERLOADED, message, false);
    }

    public static BadRequestException tooLarge(String message) {
        return new BadRequestException(Problem.BODY_TOO_LARGE, message, false);
    }

    public boolean isJson() {
        return json;
    }

    public int status() {
        return problem.status();
    }
}
