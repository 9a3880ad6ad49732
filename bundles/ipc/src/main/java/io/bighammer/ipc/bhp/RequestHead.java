package io.bighammer.ipc.bhp;

import io.bighammer.ipc.BadRequestException;
import io.bighammer.ipc.RequestTarget;
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

/** What a client asks for: the head of its REQ frame. */
public record RequestHead(String method, RequestTarget target, HttpFields.Mutable headers) {
    private static final JsonFactory JSON = new JsonFactory();

    /** @throws BadRequestException when it is none; that concerns its stream only */
    public static RequestHead read(ByteBuffer head) throws BadRequestException {
        Reader reader = new Reader();
        try (JsonParser json = JSON.createParser(
                ObjectReadContext.empty(), head.array(), head.arrayOffset() + head.position(), head.remaining())) {
            reader.read(json);
        } catch (JacksonException e) {
            throw new BadRequestException("The head of the request is no JSON: " + e.getOriginalMessage());
        }
        return reader.checked();
    }

    /** For one head. Keys that are not known are skipped. */
    private static final class Reader extends FieldsReader<BadRequestException> {
        private final HttpFields.Mutable headers = HttpFields.build();
        private String method = "GET";
        private String path = "";
        private Optional<String> query = Optional.empty();

        void read(JsonParser json) throws BadRequestException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRequestException("The head of the request is no JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken value = json.nextToken();
                switch (name) {
                    case "method" -> method = text(name, json).toUpperCase(Locale.ROOT);
                    case "path" -> path = text(name, json);
                    case "query" -> query = Optional.of(text(name, json));
                    case "headers" -> read(json, value);
                    default -> json.skipChildren();
                }
            }
        }

        private static String text(String name, JsonParser json) throws BadRequestException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw new BadRequestException("'%s' must be a string".formatted(name));
            }
            return json.getString();
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
        BadRequestException refusal(String reason) {
            return new BadRequestException(reason);
        }

        private RequestHead checked() throws BadRequestException {
            if (!FieldSyntax.isName(method)) {
                throw new BadRequestException("'%s' is no method".formatted(method));
            }
            return new RequestHead(method, RequestTarget.of(path, query), headers);
        }
    }
}
