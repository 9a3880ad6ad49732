package io.bighammer.core.way;

import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import io.bighammer.spi.ServiceException;
import java.time.Duration;

/** What the client is told of an error: never its inner reason, which is for the log. */
public final class Refusals {
    private Refusals() {}

    public static ProblemException of(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof ServiceException service) {
            return of(service);
        }
        return new ProblemException(Problem.INTERNAL_ERROR, "The gateway could not handle this request.", failure);
    }

    private static ProblemException of(ServiceException failure) {
        if (failure.getCause() instanceof ProblemException ofRequestBody) {
            return ofRequestBody;
        }
        return switch (failure.kind()) {
            case NOT_PROCESSED, UNAVAILABLE, REFUSED ->
                retry(Problem.SERVICE_UNAVAILABLE, "The service of this route is not ready.", failure.retryAfter());
            case OVERLOADED -> overloaded("The service of this route has too many requests.");
            case LOST -> new ProblemException(Problem.BAD_GATEWAY, "The service broke off before it answered.");
            case BAD_ANSWER ->
                new ProblemException(
                        Problem.BAD_GATEWAY, "The service answered with something that cannot be passed on.");
            case TIMEOUT -> new ProblemException(Problem.SERVICE_TIMEOUT, "The service did not answer in time.");
            case CANCELLED -> new ProblemException(Problem.REQUEST_TIMEOUT, "The request was broken off.");
        };
    }

    /** Who is to blame: a client that left, or sent a body that cannot be taken, is the gateway's affair. */
    static Maker maker(ServiceException failure) {
        boolean ofRequest =
                failure.kind() == ServiceException.Kind.CANCELLED || failure.getCause() instanceof ProblemException;
        return ofRequest ? Maker.GATEWAY : Maker.SERVICE;
    }

    static ProblemException overloaded(String detail) {
        return retry(Problem.OVERLOADED, detail);
    }

    static ProblemException retry(Problem problem, String detail) {
        return retry(problem, detail, Duration.ZERO);
    }

    /** In whole seconds, one at least. */
    private static ProblemException retry(Problem problem, String detail, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new ProblemException(problem, detail).header("Retry-After", Long.toString(seconds));
    }
}
