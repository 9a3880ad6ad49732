package io.bighammer.core.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a configuration file into a tree that knows its lines. What is wrong goes to the findings. */
final class JsonFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Home home;
    private final Placeholders placeholders;
    private final Findings findings;

    JsonFile(Home home, Placeholders placeholders, Findings findings) {
        this.home = home;
        this.placeholders = placeholders;
        this.findings = findings;
    }

    /**
     * The object that the file holds; empty when it does not.
     *
     * @param remedy what to do when the file cannot be read
     */
    Optional<Value.Members> read(Path file, String remedy) {
        return read(file, remedy, JsonTree.Passed.NOTHING);
    }

    /** @param passed is not in the object: its items are passed on while the file is read */
    Optional<Value.Members> read(Path file, String remedy, JsonTree.Passed passed) {
        Place top = new Place(home.shown(file), 0, "");
        try {
            return decode(top, Files.readAllBytes(file)).flatMap(text -> parse(top, text, passed));
        } catch (IOException e) {
            findings.error(top, FileProblem.of(e) + "; " + remedy);
            return Optional.empty();
        }
    }

    private Optional<Value.Members> parse(Place top, String text, JsonTree.Passed passed) {
        return new JsonTree(placeholders, findings, passed).parse(top, text).flatMap(value -> {
            if (value instanceof Value.Members members) {
                return Optional.of(members);
            }
            findings.error(value.place(), "must be an object in { }, not " + value.shown());
            return Optional.empty();
        });
    }

    /** Decoded here and not by the parser, so that a file in another encoding is told so, with the line. */
    private Optional<String> decode(Place top, byte[] bytes) {
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), out, true);
        String decoded = out.flip().toString();
        String text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded;
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            findings.error(new Place(top.file(), line, ""), "is not UTF-8 from this line on; save the file as UTF-8");
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
