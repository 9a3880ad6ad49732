package io.bighammer.http;

import io.bighammer.spi.ProblemDetails;
import java.io.ByteArrayOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Problem details of RFC 9457, with {@code message} and {@code data} beside them so that a client that knows the envelope of
 * services reads both.
 */
final class ProblemJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ProblemJson() {}

    static byte[] render(ProblemDetails problem, HttpFields.Mutable headers) {
        headers.put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberProperty("status", problem.status());
            json.writeStringProperty("title", problem.title());
            json.writeStringProperty("detail", problem.detail());
            json.writeStringProperty("code", problem.code());
            json.writeStringProperty("request_id", problem.requestId());
            json.writeStringProperty("message", problem.detail());
            json.writeNullProperty("data");
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
