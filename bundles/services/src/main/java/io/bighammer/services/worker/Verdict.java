package io.bighammer.services.worker;

import io.bighammer.spi.ServiceConfig;
import java.util.Optional;

/** Why a process of a worker is to end, when that was decided here, and how it then ended. Used by the supervisor's thread. */
final class Verdict {
    private String why = "";
    private String advice = "";
    private Optional<RestartReason> killedFor = Optional.empty();

    /** Whether it is to end. */
    boolean given() {
        return !why.isEmpty();
    }

    /** Nothing is wrong with it: it is not needed any more. */
    void leave(String reason) {
        why = reason;
    }

    /** It does not do what it should. */
    void kill(RestartReason cause, String reason, String mend) {
        killedFor = Optional.of(cause);
        why = reason;
        advice = mend;
    }

    /**
     * @param starting whether it did not come so far as to serve
     * @param lastWords that tell why it ended
     */
    WorkerEnd end(ServiceConfig service, boolean starting, int exitCode, String lastWords) {
        String end = Diagnosis.end(exitCode, lastWords);
        RestartReason cause =
                killedFor.orElseGet(() -> starting ? RestartReason.NOT_READY : RestartReason.of(exitCode));
        if (given()) {
            return new WorkerEnd(cause, why + "; " + end, advice, lastWords);
        }
        String mend = starting ? Diagnosis.endedBeforeHello(service, exitCode, lastWords) : "";
        return new WorkerEnd(cause, end, mend, lastWords);
    }
}
