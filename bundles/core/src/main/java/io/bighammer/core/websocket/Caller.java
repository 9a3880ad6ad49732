package io.bighammer.core.websocket;

import io.bighammer.core.way.RequestView;
import io.bighammer.core.way.ServiceTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What the handshake of a WebSocket was, as the service is told with each event. Holds nothing of any plugin. */
record Caller(
        String id,
        String path,
        String query,
        HttpFields headers,
        Map<String, String> params,
        String handler,
        String target,
        String client,
        String door,
        Duration timeout) {

    static Caller of(RequestView request, ServiceTarget target) {
        return new Caller(
                request.id(),
                target.stripPath() ? request.strippedPath() : request.path(),
                request.query(),
                request.fields().asImmutable(),
                request.pathParams(),
                target.handler(),
                target.method(),
                request.client(),
                request.door(),
                target.timeout());
    }

    /** The sub-protocols that the client has offered. */
    List<String> protocols() {
        return headers.getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
    }
}
