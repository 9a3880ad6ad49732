package io.bighammer.ipc.bhp;

import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the {@code files} of an EVENT. Other keys, and what is no absolute path, are passed over. */
public final class LoadedFiles {
    private static final JsonFactory JSON = new JsonFactory();

    private LoadedFiles() {}

    public static List<Path> read(ByteBuffer head) throws ProtocolException {
        List<Path> files = new ArrayList<>();
        try (JsonParser json = JSON.createParser(
                ObjectReadContext.empty(), head.array(), head.arrayOffset() + head.position(), head.remaining())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ProtocolException(ErrorCode.PROTOCOL, "EVENT is no JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                boolean list = json.nextToken() == JsonToken.START_ARRAY;
                if (list && name.equals("files")) {
                    readList(json, files);
                } else {
                    json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "EVENT cannot be read: " + e.getOriginalMessage());
        }
        return List.copyOf(files);
    }

    private static void readList(JsonParser json, List<Path> files) {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.VALUE_STRING) {
                absolute(json.getString()).ifPresent(files::add);
            }
            json.skipChildren();
        }
    }

    private static Optional<Path> absolute(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
