package io.bighammer.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values as a JSON object, a member for each; {@value #EXPIRES} says which of them are gone when. On the disk there is always one
 * whole version, the last or the one before it.
 */
final class DataFile {
    private static final String EXPIRES = "$expires";

    private final JsonMapper mapper =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private final Path file;

    DataFile(Path file) {
        this.file = file;
    }

    /** @throws IOException when the file is there and cannot be understood; the message says where and why */
    Map<String, Values.Held> read() throws IOException {
        if (Files.notExists(file)) {
            return Map.of();
        }
        Map<String, Values.Held> values = new HashMap<>();
        try {
            JsonNode tree = mapper.readTree(Files.readAllBytes(file));
            if (!tree.isObject()) {
                throw new IOException(file + " is not a JSON object");
            }
            JsonNode expires = tree.path(EXPIRES);
            for (Map.Entry<String, JsonNode> member : tree.properties()) {
                if (!member.getKey().equals(EXPIRES)) {
                    values.put(member.getKey(), new Values.Held(member.getValue(), time(expires, member.getKey())));
                }
            }
        } catch (JacksonException e) {
            throw new IOException(file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        }
        return values;
    }

    private Instant time(JsonNode expires, String key) throws IOException {
        JsonNode time = expires.path(key);
        try {
            return time.isMissingNode() ? Instant.MAX : Instant.parse(time.asString());
        } catch (DateTimeException e) {
            throw new IOException(file + ": " + EXPIRES + "." + key + " is not a time like 2026-01-31T12:00:00Z", e);
        }
    }

    void write(Map<String, Values.Held> values) throws IOException {
        Path next = file.resolveSibling("." + file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(mapper.writeValueAsBytes(tree(values)));
            out.write('\n');
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        // The new name must survive a power cut as well.
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }

    private ObjectNode tree(Map<String, Values.Held> values) {
        ObjectNode tree = mapper.createObjectNode();
        ObjectNode expires = mapper.createObjectNode();
        new TreeMap<>(values).forEach((key, held) -> {
            tree.set(key, held.value());
            if (!held.expires().equals(Instant.MAX)) {
                expires.put(key, held.expires().toString());
            }
        });
        if (!expires.isEmpty()) {
            tree.set(EXPIRES, expires);
        }
        return tree;
    }
}
