package io.bighammer.ipc.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Cuts a stream of bytes into JSON objects by their braces, and reads no further than it must. For one thread. */
final class ObjectReader {
    private final InputStream input;
    private final int limit;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int end;

    /** @param limit of an object in bytes */
    ObjectReader(InputStream input, int limit) {
        this.input = input;
        this.limit = limit;
    }

    /** The next object; empty when the client has ended after a whole one. Blocks. */
    Optional<byte[]> next() throws IOException, BadRequestException {
        int first = firstByte();
        if (first < 0) {
            return Optional.empty();
        }
        if (first != '{') {
            throw BadRequestException.noJson(
                    "A request is a JSON object and begins with '{', not with byte 0x%02x".formatted(first));
        }
        return Optional.of(rest());
    }

    private int firstByte() throws IOException {
        int next = read();
        while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
            next = read();
        }
        return next;
    }

    private byte[] rest() throws IOException, BadRequestException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.write('{');
        int depth = 1;
        boolean quoted = false;
        boolean escaped = false;
        while (depth > 0) {
            int next = read();
            if (next < 0) {
                throw BadRequestException.noJson("The request ends in the middle: a '}' is missing");
            }
            if (object.size() == limit) {
                throw BadRequestException.tooLarge(
                        "A request over this socket may have %d bytes; send larger ones over HTTP".formatted(limit));
            }
            object.write(next);
            if (escaped) {
                escaped = false;
            } else if (quoted) {
                escaped = next == '\\';
                quoted = next != '"';
            } else if (next == '"') {
                quoted = true;
            } else if (next == '{') {
                depth++;
            } else if (next == '}') {
                depth--;
            }
        }
        return object.toByteArray();
    }

    private int read() throws IOException {
        if (position == end) {
            end = input.read(buffer);
            position = 0;
            if (end < 0) {
                end = 0;
                return -1;
            }
        }
        return buffer[position++] & 0xff;
    }
}
