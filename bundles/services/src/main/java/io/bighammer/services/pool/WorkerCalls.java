package io.bighammer.services.pool;

import io.bighammer.spi.AnswerListener;
import io.bighammer.spi.Call;
import io.bighammer.spi.Service;
import io.bighammer.spi.ServiceException;
import io.bighammer.spi.ServiceException.Kind;
import java.util.Optional;
import java.util.function.Function;

/**
 * The calls that workers make to services. What would wait for itself is refused at once, instead of until its deadline. Safe for
 * use by many threads.
 */
public final class WorkerCalls {
    private static final int DEEPEST = 8;

    private final Function<String, Optional<Service>> services;

    public WorkerCalls(Function<String, Optional<Service>> services) {
        this.services = services;
    }

    /** @param caller the worker's name */
    void make(String caller, String service, Call call, AnswerListener answer) {
        Optional<Service> found = services.apply(service);
        String refusal = found.isEmpty()
                ? "there is no service " + service + "; the services are those of services.json, and main"
                : refusal(service, call);
        if (refusal.isEmpty()) {
            found.orElseThrow().call(call, answer);
        } else {
            answer.failed(new ServiceException(Kind.REFUSED, caller + " cannot call " + service + ": " + refusal));
        }
    }

    /** Why the call may not be made; empty when it may. */
    private static String refusal(String service, Call call) {
        int depth = 0;
        for (Optional<Call> up = call.parent(); up.isPresent(); up = up.get().parent()) {
            if (++depth > DEEPEST) {
                return "it would be call number " + depth + " of a chain of calls, and " + DEEPEST + " are allowed";
            }
            if (up.get() instanceof Attempt attempt && waits(attempt, service)) {
                return attempt.worker().name() + ", which takes one request at a time, waits for this call itself";
            }
        }
        return "";
    }

    private static boolean waits(Attempt attempt, String service) {
        return attempt.pool().name().equals(service) && attempt.worker().oneAtATime();
    }
}
