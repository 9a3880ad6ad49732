package io.bighammer.core.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.Callback;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a worker wants of WebSockets: the JSON object in the body of its call. What cannot be meant is an IllegalArgumentException. */
final class SocketRequest {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int LONGEST_GROUP = 128;
    private static final int LONGEST_REASON = 123;
    private static final List<String> RECEIVERS = List.of("connection", "group", "route");
    private static final List<String> CONTENTS = List.of("text", "json", "base64");

    private final JsonNode object;

    private SocketRequest(JsonNode object) {
        this.object = object;
    }

    static SocketRequest read(byte[] json, List<String> known) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException(
                    "the body must be a JSON object like {\"group\": \"room-5\", \"text\": \"hello\"}");
        }
        for (String name : tree.propertyNames()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is not known; there are: " + String.join(", ", known));
            }
        }
        return new SocketRequest(tree);
    }

    String connection() {
        return text("connection");
    }

    String group() {
        String group = text("group");
        if (group.length() > LONGEST_GROUP) {
            throw new IllegalArgumentException("\"group\" may have " + LONGEST_GROUP + " characters");
        }
        return group;
    }

    /** Those who are meant. */
    Collection<Connection> receivers(Connections connections) {
        Collection<Connection> those =
                switch (oneOf(RECEIVERS)) {
                    case "connection" -> connections.find(connection()).stream().toList();
                    case "group" -> connections.inGroup(group());
                    default -> connections.ofRoute(text("route"));
                };
        if (!object.has("except")) {
            return those;
        }
        String except = text("except");
        return those.stream().filter(one -> !one.id().equals(except)).toList();
    }

    Message message() {
        return switch (oneOf(CONTENTS)) {
            case "text" -> {
                if (!object.path("text").isString()) {
                    throw new IllegalArgumentException("\"text\" must be a text; any other value goes into \"json\"");
                }
                yield Message.text(object.path("text").stringValue());
            }
            case "json" ->
                new Message(true, ByteBuffer.wrap(MAPPER.writeValueAsBytes(object.path("json"))), Callback.NOOP);
            default -> new Message(false, base64(), Callback.NOOP);
        };
    }

    private ByteBuffer base64() {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(text("base64")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"base64\" must be bytes in base64", e);
        }
    }

    int code() {
        JsonNode code = object.path("code");
        if (code.isMissingNode()) {
            return CloseCode.NORMAL;
        }
        if (!code.isInt() || !CloseCode.canBeSent(code.intValue())) {
            throw new IllegalArgumentException("\"code\" must be a close code: 1000, or 3000 to 4999, for example");
        }
        return code.intValue();
    }

    String reason() {
        String reason = Optional.of(object.path("reason"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .orElse("");
        if (reason.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            throw new IllegalArgumentException("\"reason\" may have " + LONGEST_REASON + " bytes");
        }
        return reason;
    }

    private String oneOf(List<String> names) {
        List<String> given = names.stream().filter(object::has).toList();
        if (given.size() != 1) {
            throw new IllegalArgumentException(
                    "one of \"" + String.join("\", \"", names) + "\" is needed, and no more");
        }
        return given.get(0);
    }

    private String text(String name) {
        JsonNode value = object.path(name);
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" must be a text that is not empty");
        }
        return value.stringValue();
    }
}
