package io.bighammer.plugins.logger;

import io.bighammer.api.Outcome;
import io.bighammer.api.Request;
import java.time.Instant;
import java.util.Optional;

/** What a line of the log tells: a request and how it ended. */
record Entry(Visit visit, Optional<String> user, Outcome outcome) {

    /** The request as it came in; later plugins may change its headers. */
    record Visit(
            Instant time,
            String requestId,
            String door,
            String client,
            String method,
            String path,
            String query,
            String protocol,
            Optional<String> userAgent,
            Optional<String> referer) {

        static Visit of(Request request, Instant time) {
            return new Visit(
                    time,
                    request.id(),
                    request.door(),
                    request.client(),
                    request.method(),
                    request.path(),
                    request.query(),
                    request.protocol(),
                    request.headers().first("User-Agent"),
                    request.headers().first("Referer"));
        }
    }
}
