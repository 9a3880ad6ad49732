package io.bighammer.admin;

import io.bighammer.api.Problem;
import io.bighammer.spi.AdminPort;
import io.bighammer.spi.Exchange;
import io.bighammer.spi.Gateway;
import io.bighammer.spi.ProblemDetails;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of the admin door. Each is made anew when it is asked for. Safe for use by many threads. */
@Component(
        service = {},
        immediate = true)
public final class AdminSite implements Gateway {
    private static final Logger log = LoggerFactory.getLogger(AdminSite.class);
    private static final String JSON = "application/json";
    private static final int OK = 200;
    private static final int NOT_READY = 503;

    private final GatewayStatus status;
    private final GatewayMetrics metrics;
    private final StatusJson json = new StatusJson();

    /** An answer as it is sent. */
    private record Page(int status, String type, byte[] body) {}

    @Activate
    public AdminSite(@Reference GatewayStatus status, @Reference GatewayMetrics metrics, @Reference AdminPort door) {
        this.status = status;
        this.metrics = metrics;
        door.show(this);
    }

    @Override
    public void handle(Exchange exchange) {
        try {
            if (exchange.method().equals("GET") || exchange.method().equals("HEAD")) {
                show(exchange);
            } else {
                refuse(exchange, Problem.METHOD_NOT_ALLOWED, "The pages of the admin door are only to be read.");
            }
        } catch (RuntimeException e) {
            log.error("{} of the admin door failed", exchange.path(), e);
            refuse(exchange, Problem.INTERNAL_ERROR, "This page could not be made; the log says why.");
        }
    }

    private void show(Exchange exchange) {
        switch (exchange.path()) {
            case "/metrics" -> send(exchange, new Page(OK, MetricsText.TYPE, metrics.text()));
            case "/status" -> send(exchange, json(OK, status.now()));
            case "/status/ready" -> send(exchange, ready());
            default -> refuse(exchange, Problem.NOT_FOUND, "Here are /metrics, /status and /status/ready.");
        }
    }

    private Page ready() {
        Readiness readiness = status.readiness();
        return json(readiness.ready() ? OK : NOT_READY, readiness);
    }

    private Page json(int code, Object value) {
        return new Page(code, JSON, json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    private static void send(Exchange exchange, Page page) {
        send(exchange, page, HttpFields.build().put(HttpHeader.CONTENT_TYPE, page.type()));
    }

    private static void refuse(Exchange exchange, Problem problem, String detail) {
        HttpFields.Mutable headers = HttpFields.build();
        if (problem == Problem.METHOD_NOT_ALLOWED) {
            headers.put(HttpHeader.ALLOW, "GET, HEAD");
        }
        String id = UUID.randomUUID().toString().replace("-", "");
        byte[] body = exchange.render(
                new ProblemDetails(problem.status(), problem.title(), detail, problem.code(), id), headers);
        send(exchange, new Page(problem.status(), headers.get(HttpHeader.CONTENT_TYPE), body), headers);
    }

    private static void send(Exchange exchange, Page page, HttpFields.Mutable headers) {
        headers.put(HttpHeader.CONTENT_LENGTH, page.body().length);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        exchange.answer(page.status(), headers, Content.Source.from(ByteBuffer.wrap(page.body())), Callback.NOOP);
    }
}
