package io.bighammer.ipc.bhp;

import io.bighammer.ipc.FieldRules;
import io.bighammer.spi.Answer;
import io.bighammer.spi.Call;
import io.bighammer.spi.SocketEvent;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON heads straight from what they describe, without a tree or a map between. Safe for use by many threads. */
public final class HeadWriter {
    /** Above this, comparing fields with those before them costs more than a map. */
    private static final int FEW_FIELDS = 32;

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private HeadWriter() {}

    /**
     * The head of a REQ frame.
     *
     * @param asStream whether it asks for a stream of messages
     */
    public static void request(Call call, boolean asStream, OutputStream target) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), target)) {
            json.writeStartObject();
            json.writeStringProperty("id", call.id());
            json.writeStringProperty("method", call.method());
            json.writeStringProperty("path", call.path());
            json.writeStringProperty("query", call.query());
            json.writeName("headers");
            headers(call.headers(), json);
            json.writeObjectPropertyStart("params");
            for (Map.Entry<String, String> param : call.params().entrySet()) {
                json.writeStringProperty(param.getKey(), param.getValue());
            }
            json.writeEndObject();
            json.writeStringProperty("handler", call.handler());
            json.writeStringProperty("target", call.target());
            json.writeStringProperty("client", call.client());
            json.writeStringProperty("door", call.door());
            if (call.event().isPresent()) {
                event(call.event().get(), asStream, json);
            }
            json.writeEndObject();
        }
    }

    private static void event(SocketEvent event, boolean asStream, JsonGenerator json) {
        if (!asStream) {
            json.writeStringProperty("event", event.kind().name().toLowerCase(Locale.ROOT));
        }
        json.writeStringProperty("connection", event.connection());
        if (event.resumed()) {
            json.writeBooleanProperty("resumed", true);
        }
        if (event.kind() == SocketEvent.Kind.CLOSE) {
            json.writeNumberProperty("code", event.code());
        }
    }

    /** The head of a RESP frame: what another service has answered. */
    public static void response(Answer answer, OutputStream target) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), target)) {
            json.writeStartObject();
            json.writeNumberProperty("status", answer.status());
            json.writeName("headers");
            headers(answer.headers(), json);
            json.writeEndObject();
        }
    }

    /** The gateway's answer to a HELLO. */
    public static void hello(long pingMillis, int maxFrame, int window, OutputStream target) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), target)) {
            json.writeStartObject();
            json.writeNumberProperty("version", Frame.VERSION);
            json.writeNumberProperty("ping_ms", pingMillis);
            json.writeNumberProperty("max_frame", maxFrame);
            json.writeNumberProperty("window", window);
            json.writeObjectPropertyStart("settings");
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void headers(HttpFields fields, JsonGenerator json) {
        json.writeStartObject();
        if (repeatsAName(fields)) {
            lists(fields, json);
        } else {
            for (HttpField field : fields) {
                json.writeStringProperty(field.getLowerCaseName(), value(field));
            }
        }
        json.writeEndObject();
    }

    /** Asked of each request, so it makes no set of names: a well-known name has one constant, and few are not well known. */
    private static boolean repeatsAName(HttpFields fields) {
        if (fields.size() > FEW_FIELDS) {
            return true; // or perhaps not; the long way is right as well
        }
        Set<HttpHeader> known = EnumSet.noneOf(HttpHeader.class);
        int size = fields.size();
        for (int i = 0; i < size; i++) {
            HttpField field = fields.getField(i);
            if (field.getHeader() == null ? isUnknownBefore(fields, i, field) : !known.add(field.getHeader())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnknownBefore(HttpFields fields, int end, HttpField field) {
        for (int i = 0; i < end; i++) {
            HttpField other = fields.getField(i);
            if (other.getHeader() == null && other.isSameName(field)) {
                return true;
            }
        }
        return false;
    }

    /** All values of a name together. */
    private static void lists(HttpFields fields, JsonGenerator json) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (HttpField field : fields) {
            byName.computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>(1))
                    .add(value(field));
        }
        byName.forEach((name, values) -> {
            json.writeName(name);
            if (values.size() == 1) {
                json.writeString(values.get(0));
            } else {
                json.writeStartArray();
                values.forEach(json::writeString);
                json.writeEndArray();
            }
        });
    }

    private static String value(HttpField field) {
        return field.getValue() == null ? "" : FieldRules.fromTheWire(field.getValue());
    }
}
