package io.bighammer.ipc.workers;

import io.bighammer.spi.Answer;
import io.bighammer.spi.ServiceException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import tools.jackson.core.io.JsonStringEncoder;

/** What a worker is answered when the service that it called gave no answer. */
final class FailedCall {
    private FailedCall() {}

    static Answer answer(String service, Kind kind) {
        int status = status(kind);
        String message = message(service, kind);
        String json = "{\"status\":%d,\"message\":\"%s\",\"data\":null}"
                .formatted(status, new String(JsonStringEncoder.getInstance().quoteAsCharArray(message)));
        ByteBuffer body = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
        HttpFields headers = HttpFields.build()
                .put(HttpHeader.CONTENT_TYPE, "application/json")
                .put(HttpHeader.CONTENT_LENGTH, body.remaining());
        return new Answer(status, headers, Content.Source.from(body));
    }

    private static int status(Kind kind) {
        return switch (kind) {
            case NOT_PROCESSED, UNAVAILABLE, OVERLOADED, REFUSED -> HttpStatus.SERVICE_UNAVAILABLE_503;
            case TIMEOUT, CANCELLED -> HttpStatus.GATEWAY_TIMEOUT_504;
            case LOST, BAD_ANSWER -> HttpStatus.BAD_GATEWAY_502;
        };
    }

    private static String message(String service, Kind kind) {
        String reason =
                switch (kind) {
                    case NOT_PROCESSED, UNAVAILABLE, REFUSED -> "is not ready";
                    case OVERLOADED -> "has too many requests";
                    case TIMEOUT, CANCELLED -> "did not answer in time";
                    case LOST -> "broke off before it answered";
                    case BAD_ANSWER -> "answered with something that cannot be passed on";
                };
        return "The service '%s' %s.".formatted(service, reason);
    }
}
