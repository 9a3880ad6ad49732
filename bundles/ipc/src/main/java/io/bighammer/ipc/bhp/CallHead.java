package io.bighammer.ipc.bhp;

import io.bighammer.spi.FieldSyntax;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a worker says of a call that it makes: the head of its REQ frame.
 *
 * @param handler what the called service is told; the service's name when the worker did not say
 * @param parent the stream of the request that it works on; 0 for none
 * @param timeoutMillis how long it waits for the answer to begin
 */
public record CallHead(
        String service,
        String method,
        String path,
        String query,
        HttpFields headers,
        String handler,
        int parent,
        Optional<Long> timeoutMillis) {
    private static final JsonFactory JSON = new JsonFactory();

    /** @throws ProtocolException when it is none; that concerns its stream only */
    public static CallHead read(ByteBuffer head) throws ProtocolException {
        Reader reader = new Reader();
        try (JsonParser json = JSON.createParser(
                ObjectReadContext.empty(), head.array(), head.arrayOffset() + head.position(), head.remaining())) {
            reader.read(json);
        } catch (JacksonException e) {
            throw bad("The head of the call is no JSON: " + e.getOriginalMessage());
        }
        return reader.checked();
    }

    private static ProtocolException bad(String message) {
        return new ProtocolException(ErrorCode.PROTOCOL, message);
    }

    /** For one head. Keys that are not known are skipped. */
    private static final class Reader extends FieldsReader<ProtocolException> {
        private final HttpFields.Mutable headers = HttpFields.build();
        private String service = "";
        private String method = "GET";
        private String path = "/";
        private String query = "";
        private String handler = "";
        private long parent;
        private Optional<Long> timeoutMillis = Optional.empty();

        void read(JsonParser json) throws ProtocolException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw bad("The head of the call is no JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_NULL) {
                    continue; // what an SDK writes for an option that was not given
                }
                switch (name) {
                    case "service" -> service = text(name, json);
                    case "method" -> method = text(name, json).toUpperCase(Locale.ROOT);
                    case "path" -> path = text(name, json);
                    case "query" -> query = text(name, json);
                    case "handler" -> handler = text(name, json);
                    case "parent" -> parent = number(name, json);
                    case "timeout_ms" -> timeoutMillis = Optional.of(number(name, json));
                    case "headers" -> read(json, value);
                    default -> json.skipChildren();
                }
            }
        }

        private static String text(String name, JsonParser json) throws ProtocolException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw bad("'%s' of the call is no string".formatted(name));
            }
            return json.getString();
        }

        private static long number(String name, JsonParser json) throws ProtocolException {
            if (!json.currentToken().isNumeric() || json.getValueAsLong() < 0) {
                throw bad("'%s' of the call is no number from 0".formatted(name));
            }
            return json.getValueAsLong();
        }

        @Override
        void field(String name, String value) {
            HttpField field = new HttpField(name, value);
            // The length is known from the frames.
            if (!FieldSyntax.isHopByHop(field) && field.getHeader() != HttpHeader.CONTENT_LENGTH) {
                headers.add(field);
            }
        }

        @Override
        ProtocolException refusal(String reason) {
            return bad("The call is none. " + reason);
        }

        private CallHead checked() throws ProtocolException {
            if (service.isEmpty()) {
                throw bad("The call does not name a 'service'");
            }
            if (!FieldSyntax.isName(method)) {
                throw bad("'%s' is no method".formatted(method));
            }
            if (!path.startsWith("/")) {
                throw bad("'path' of the call must begin with '/'");
            }
            return new CallHead(
                    service,
                    method,
                    path,
                    query,
                    headers.asImmutable(),
                    handler.isEmpty() ? service : handler,
                    (int) parent,
                    timeoutMillis);
        }
    }
}
