package io.bighammer.bench;

import io.bighammer.spi.Call;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/** What a service is asked for {@link SampleRequest}. */
record SampleCall(HttpFields headers) implements Call {

    @Override
    public String id() {
        return headers.get("X-Request-Id");
    }

    @Override
    public String method() {
        return SampleRequest.METHOD;
    }

    @Override
    public String path() {
        return SampleRequest.PATH;
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public Map<String, String> params() {
        return Map.of();
    }

    @Override
    public String handler() {
        return "hello";
    }

    @Override
    public String target() {
        return "handle";
    }

    @Override
    public String client() {
        return SampleRequest.CLIENT;
    }

    @Override
    public String door() {
        return "http";
    }

    @Override
    public Content.Source body() {
        return Content.Source.from();
    }

    @Override
    public long deadlineNanos() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean idempotent() {
        return true;
    }

    @Override
    public void onCancel(Runnable listener) {
        // Nobody cancels it.
    }
}
