package io.bighammer.ipc.json;

import io.bighammer.ipc.BadRequestException;
import io.bighammer.ipc.FieldRules;
import io.bighammer.ipc.RequestTarget;
import io.bighammer.spi.FieldSyntax;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * A request as a JSON object: {@code path}, and if need be {@code method}, {@code query}, {@code headers}, {@code body} with
 * {@code encoding}, {@code close}.
 *
 * @param close whether the client wants the connection closed after the answer
 */
record JsonRequest(String method, RequestTarget target, HttpFields headers, byte[] body, boolean close) {

    /** @throws BadRequestException with what is wrong with it, and where */
    static JsonRequest of(byte[] object) throws BadRequestException {
        return new Reader().read(object);
    }

    private static final class Reader {
        private static final JsonFactory JSON = new JsonFactory();
        private static final byte[] NOTHING = {};

        private final HttpFields.Mutable headers = HttpFields.build();
        private String method = "GET";
        private Optional<String> target = Optional.empty();
        private Optional<String> query = Optional.empty();
        private Optional<String> encoding = Optional.empty();
        private byte[] body = NOTHING;
        private Optional<String> bodyType = Optional.empty();
        private boolean bodyIsText;
        private boolean close;

        JsonRequest read(byte[] object) throws BadRequestException {
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), object, 0, object.length)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    throw BadRequestException.noJson("A request is a JSON object, in '{' and '}'");
                }
                for (String key = json.nextName(); key != null; key = json.nextName()) {
                    json.nextToken();
                    readValue(key, json);
                }
                if (json.nextToken() != null) {
                    throw BadRequestException.noJson("A request is one JSON object, and more follows this one");
                }
            } catch (JacksonException e) {
                throw noJson(e);
            }
            return checked();
        }

        private static BadRequestException noJson(JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            // None is known when it is the copy of a body that nests too deeply.
            String where =
                    place == null ? "" : ", line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
            return BadRequestException.noJson("The request is no JSON%s: %s".formatted(where, e.getOriginalMessage()));
        }

        private void readValue(String key, JsonParser json) throws BadRequestException {
            switch (key) {
                case "method" -> method = string(key, json).toUpperCase(Locale.ROOT);
                case "path" -> target = Optional.of(string(key, json));
                case "query" -> query = Optional.of(string(key, json));
                case "encoding" -> encoding = Optional.of(string(key, json));
                case "headers" -> readHeaders(json);
                case "body" -> readBody(json);
                case "close" -> close = json.currentToken() == JsonToken.VALUE_TRUE;
                default ->
                    throw new BadRequestException(
                            "'%s' is no key of a request; they are method, path, query, headers, body, encoding, close"
                                    .formatted(key));
            }
        }

        private static String string(String key, JsonParser json) throws BadRequestException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw new BadRequestException("'%s' must be a string".formatted(key));
            }
            return json.getString();
        }

        private void readHeaders(JsonParser json) throws BadRequestException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new BadRequestException("'headers' must be an object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        addHeader(name, json);
                    }
                } else {
                    addHeader(name, json);
                }
            }
        }

        private void addHeader(String name, JsonParser json) throws BadRequestException {
            JsonToken token = json.currentToken();
            if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
                throw new BadRequestException("the header '%s' must be a string or a list of strings".formatted(name));
            }
            String value = json.getString();
            Optional<String> complaint = FieldRules.complaint(name, value);
            if (complaint.isPresent()) {
                throw new BadRequestException(complaint.get());
            }
            HttpField field = new HttpField(name, value);
            if (!FieldSyntax.isHopByHop(field) && field.getHeader() != HttpHeader.CONTENT_LENGTH) {
                headers.add(field);
            }
        }

        private void readBody(JsonParser json) {
            bodyIsText = json.currentToken() == JsonToken.VALUE_STRING;
            if (bodyIsText) {
                body = json.getString().getBytes(StandardCharsets.UTF_8);
                bodyType = Optional.of("text/plain;charset=utf-8");
            } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                ByteArrayOutputStream copy = new ByteArrayOutputStream();
                try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), copy)) {
                    generator.copyCurrentStructureExact(json);
                }
                body = copy.toByteArray();
                bodyType = Optional.of("application/json");
            }
        }

        private JsonRequest checked() throws BadRequestException {
            if (target.isEmpty()) {
                throw new BadRequestException("'path' is missing, for example {\"path\": \"/api/example\"}");
            }
            if (!FieldSyntax.isName(method)) {
                throw new BadRequestException("'%s' is no method".formatted(method));
            }
            decode();
            bodyType.filter(type -> !headers.contains(HttpHeader.CONTENT_TYPE))
                    .ifPresent(type -> headers.put(HttpHeader.CONTENT_TYPE, type));
            if (body.length > 0) {
                headers.put(HttpHeader.CONTENT_LENGTH, body.length);
            }
            return new JsonRequest(method, RequestTarget.of(target.get(), query), headers, body, close);
        }

        private void decode() throws BadRequestException {
            if (encoding.isEmpty()) {
                return;
            }
            if (!encoding.get().equals("base64") || !bodyIsText) {
                throw new BadRequestException("'encoding' can only be \"base64\", of a body that is a string");
            }
            try {
                body = Base64.getDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw new BadRequestException("'body' is no base64: " + e.getMessage());
            }
            bodyType = Optional.of("application/octet-stream");
        }
    }
}
