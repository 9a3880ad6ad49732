package io.bighammer.testing;

import io.bighammer.api.BodyFilter;
import io.bighammer.api.Headers;
import io.bighammer.api.Response;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A response that goes nowhere; at first an empty 200. */
public final class TestResponse implements Response {
    private final TestHeaders headers = new TestHeaders();
    private final List<BodyFilter> filters = new ArrayList<>();
    private int status = 200;
    private ByteBuffer body = ByteBuffer.allocate(0);

    /** The filters that plugins have put on its body. */
    public List<BodyFilter> filters() {
        return List.copyOf(filters);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Response status(int status) {
        this.status = status;
        return this;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public ByteBuffer body() {
        return body.asReadOnlyBuffer();
    }

    @Override
    public Response body(ByteBuffer body) {
        this.body = body;
        return this;
    }

    @Override
    public void filterBody(BodyFilter filter) {
        filters.add(filter);
    }
}
