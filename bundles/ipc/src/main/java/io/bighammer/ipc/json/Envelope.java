package io.bighammer.ipc.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The one form of an answer over a socket: <code>{"status","message","data"}</code>, on one line, without its end. */
final class Envelope {
    private static final JsonFactory JSON = new JsonFactory();

    private enum Form {
        ENVELOPE,
        OTHER_JSON,
        NO_JSON
    }

    private Envelope() {}

    /** An answer without data. */
    static byte[] of(int status, String message) {
        return write(status, message, JsonGenerator::writeNull);
    }

    /** Wraps what a service answered; an envelope of its own stays as it is. */
    static byte[] of(int status, Optional<String> contentType, byte[] body) {
        String message = HttpStatus.getMessage(status);
        if (body.length == 0) {
            return of(status, message);
        }
        return switch (contentType
                .filter(Envelope::isJson)
                .map(type -> form(body))
                .orElse(Form.NO_JSON)) {
            case ENVELOPE -> onOneLine(body);
            case OTHER_JSON -> wrapJson(status, message, body);
            case NO_JSON -> wrapText(status, message, body);
        };
    }

    private static byte[] wrapJson(int status, String message, byte[] body) {
        try {
            return write(status, message, data -> copy(body, data));
        } catch (JacksonException e) {
            // It nests as deeply as JSON may, and would be one deeper here.
            return wrapText(status, message, body);
        }
    }

    private static byte[] wrapText(int status, String message, byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return write(status, message, data -> data.writeString(text));
        } catch (CharacterCodingException e) {
            return write(status, message, data -> {
                data.writeBinary(body);
                data.writeStringProperty("encoding", "base64");
            });
        }
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].trim();
        return type.equalsIgnoreCase("application/json") || type.regionMatches(true, type.length() - 5, "+json", 0, 5);
    }

    private static Form form(byte[] body) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body, 0, body.length)) {
            Form form = json.nextToken() == JsonToken.START_OBJECT ? objectForm(json) : Form.OTHER_JSON;
            json.skipChildren();
            return json.nextToken() == null ? form : Form.NO_JSON;
        } catch (JacksonException e) {
            return Form.NO_JSON;
        }
    }

    private static Form objectForm(JsonParser json) {
        boolean hasStatus = false;
        boolean onlyOurKeys = true;
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (key) {
                case "status" -> hasStatus = value == JsonToken.VALUE_NUMBER_INT;
                case "message", "data" -> json.skipChildren();
                default -> {
                    onlyOurKeys = false;
                    json.skipChildren();
                }
            }
        }
        return hasStatus && onlyOurKeys ? Form.ENVELOPE : Form.OTHER_JSON;
    }

    /** A pretty-printed one would take several lines. */
    private static byte[] onOneLine(byte[] envelope) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(envelope.length);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            copy(envelope, json);
        }
        return bytes.toByteArray();
    }

    private static void copy(byte[] source, JsonGenerator target) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), source, 0, source.length)) {
            json.nextToken();
            target.copyCurrentStructureExact(json);
        }
    }

    private interface Data {
        void writeTo(JsonGenerator json);
    }

    private static byte[] write(int status, String message, Data data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("status", status);
            json.writeStringProperty("message", message);
            json.writeName("data");
            data.writeTo(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
