package io.bighammer.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Refuses a request. The client gets the problem's status, the detail and the headers, over HTTP as
 * {@code application/problem+json} (RFC 9457), over sockets as {@code {"status","message","data":null}}; never the cause.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient List<Map.Entry<String, String>> headers = new ArrayList<>(2);

    /** @param detail one sentence for the client */
    public ProblemException(Problem problem, String detail) {
        this(problem, detail, null);
    }

    /** @param cause for the log; a problem without one is no fault of the gateway and carries no stack trace */
    public ProblemException(Problem problem, String detail, Throwable cause) {
        super(Objects.requireNonNull(detail, "detail"), cause, true, cause != null);
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    /** Adds a header to the answer, for example {@code Retry-After}. */
    public ProblemException header(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    public Problem problem() {
        return problem;
    }

    public String detail() {
        return getMessage();
    }

    public List<Map.Entry<String, String>> headers() {
        return List.copyOf(headers);
    }
}
