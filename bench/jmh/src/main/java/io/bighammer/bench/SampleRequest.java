package io.bighammer.bench;

import org.eclipse.jetty.http.HttpFields;

/** The request that all benchmarks send, as bench/measure.py has it: eleven headers. */
final class SampleRequest {
    static final String METHOD = "GET";
    static final String PATH = "/api/hello";
    static final String CLIENT = "127.0.0.1";
    static final String AUTHORITY = "127.0.0.1:8080";
    static final String BODY = "{\"status\":200,\"message\":\"OK\","
            + "\"data\":{\"service\":\"hello\",\"text\":\"A small answer, about a hundred bytes\"}}";

    private SampleRequest() {}

    static HttpFields.Mutable headers() {
        return HttpFields.build()
                .add("Host", AUTHORITY)
                .add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
                .add("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8")
                .add("Accept-Language", "en-GB,en;q=0.7,zh-CN;q=0.3")
                .add("Accept-Encoding", "gzip, deflate, br")
                .add("Referer", "http://localhost/shop/orders")
                .add("Cookie", "session=5f2c1b7e9a0d4c38; theme=dark")
                .add("Cache-Control", "no-cache")
                .add("Sec-Fetch-Dest", "empty")
                .add("Sec-Fetch-Mode", "cors")
                .add("Sec-Fetch-Site", "same-origin");
    }

    /** The four that the gateway adds for the service. */
    static HttpFields.Mutable forwardedHeaders() {
        return headers()
                .add("X-Request-Id", "0b5e7a9c4d1f4c62")
                .add("X-Forwarded-For", CLIENT)
                .add("X-Forwarded-Proto", "http")
                .add("X-Forwarded-Host", AUTHORITY);
    }
}
