package io.bighammer.core.way;

import io.bighammer.spi.Call;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/** A request as its service is asked. */
final class ServiceCall implements Call {
    private final ServiceTarget target;
    private final RequestView request;
    private final RequestContext context;
    private final long deadlineNanos;

    ServiceCall(ServiceTarget target, RequestView request, RequestContext context) {
        this.target = target;
        this.request = request;
        this.context = context;
        this.deadlineNanos = System.nanoTime() + target.timeout().toNanos();
    }

    @Override
    public String id() {
        return request.id();
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String path() {
        return target.stripPath() ? request.strippedPath() : request.path();
    }

    @Override
    public String query() {
        return request.query();
    }

    @Override
    public HttpFields headers() {
        return request.fields();
    }

    @Override
    public Map<String, String> params() {
        return request.pathParams();
    }

    @Override
    public String handler() {
        return target.handler();
    }

    @Override
    public String target() {
        return target.method();
    }

    @Override
    public String client() {
        return request.client();
    }

    @Override
    public String door() {
        return request.door();
    }

    @Override
    public Content.Source body() {
        return request.source();
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public boolean idempotent() {
        return switch (request.method()) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    @Override
    public void onCancel(Runnable listener) {
        context.onCancel(listener);
    }
}
