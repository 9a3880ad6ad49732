package io.bighammer.testing;

import io.bighammer.api.BodyFilter;
import io.bighammer.api.Headers;
import io.bighammer.api.Request;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that came in at no door: {@code TestRequest.get("/a?b=c").header("Accept", "text/plain")}. */
public final class TestRequest implements Request {
    private final TestHeaders headers = new TestHeaders();
    private final List<BodyFilter> filters = new ArrayList<>();
    private final String method;
    private final String path;
    private final String query;
    private String client = "192.0.2.1";
    private ByteBuffer body = ByteBuffer.allocate(0);

    private TestRequest(String method, String path, String query) {
        this.method = method;
        this.path = path;
        this.query = query;
    }

    public static TestRequest get(String target) {
        return of("GET", target);
    }

    public static TestRequest of(String method, String target) {
        int mark = target.indexOf('?');
        return mark < 0
                ? new TestRequest(method, target, "")
                : new TestRequest(method, target.substring(0, mark), target.substring(mark + 1));
    }

    public TestRequest header(String name, String value) {
        headers.add(name, value);
        return this;
    }

    public TestRequest client(String address) {
        client = address;
        return this;
    }

    public TestRequest body(String text) {
        body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The filters that plugins have put on its body. */
    public List<BodyFilter> filters() {
        return List.copyOf(filters);
    }

    @Override
    public String id() {
        return "test-request";
    }

    @Override
    public String door() {
        return "http";
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public Optional<String> queryParam(String name) {
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair[0].equals(name))
                .map(pair -> pair.length == 1 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8))
                .findFirst();
    }

    @Override
    public Map<String, String> pathParams() {
        return Map.of();
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public String client() {
        return client;
    }

    @Override
    public ByteBuffer body() {
        return body.asReadOnlyBuffer();
    }

    @Override
    public void filterBody(BodyFilter filter) {
        filters.add(filter);
    }
}
