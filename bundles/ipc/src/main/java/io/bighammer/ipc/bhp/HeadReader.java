package io.bighammer.ipc.bhp;

import io.bighammer.ipc.FieldRules;
import io.bighammer.spi.FieldSyntax;
import io.bighammer.spi.ServiceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the head of a RESP frame and checks it, so that nothing a worker returns can break the framing of the client's
 * answer. For one head.
 */
public final class HeadReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final HttpFields.Mutable headers = HttpFields.build();
    private int status;
    private long contentLength = -1;
    /** Names that the field Connection has; those fields are not passed on either. */
    private final List<String> ofTheConnection = new ArrayList<>();

    /**
     * @param contentLength what the worker announced; -1 when it said nothing
     */
    public record Response(int status, HttpFields headers, long contentLength) {}

    private HeadReader() {}

    /** @throws ServiceException of kind BAD_ANSWER */
    public static Response response(ByteBuffer head) throws ServiceException {
        return read(head).checked();
    }

    /**
     * Of an answer that grants a stream of messages.
     *
     * @throws ServiceException of kind BAD_ANSWER
     */
    public static Response grant(ByteBuffer head) throws ServiceException {
        HeadReader reader = read(head);
        if (reader.status != HttpStatus.SWITCHING_PROTOCOLS_101) {
            throw bad("The answer grants a stream of messages with the status %d, not 101".formatted(reader.status));
        }
        return new Response(reader.status, reader.headers, reader.contentLength);
    }

    private static HeadReader read(ByteBuffer head) throws ServiceException {
        HeadReader reader = new HeadReader();
        try (JsonParser json = JSON.createParser(
                ObjectReadContext.empty(), head.array(), head.arrayOffset() + head.position(), head.remaining())) {
            reader.read(json);
        } catch (JacksonException e) {
            throw bad("The head of the answer is no JSON: " + e.getOriginalMessage());
        }
        reader.ofTheConnection.forEach(reader.headers::remove);
        return reader;
    }

    private void read(JsonParser json) throws ServiceException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw bad("The head of the answer is no JSON object");
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "status" -> {
                    if (value != JsonToken.VALUE_NUMBER_INT) {
                        throw bad("The status of the answer is no integer");
                    }
                    status = json.getIntValue();
                }
                case "headers" -> new Fields().read(json, value);
                default -> json.skipChildren();
            }
        }
    }

    private final class Fields extends FieldsReader<ServiceException> {
        @Override
        void field(String name, String value) throws ServiceException {
            HttpField field = new HttpField(name, FieldRules.onTheWire(value));
            if (field.getHeader() == HttpHeader.CONTENT_LENGTH) {
                addContentLength(value);
            } else if (!FieldSyntax.isHopByHop(field)) {
                headers.add(field);
            } else if (field.getHeader() == HttpHeader.CONNECTION) {
                Collections.addAll(ofTheConnection, value.split("[ ,\t]+"));
            }
        }

        @Override
        ServiceException refusal(String reason) {
            return bad("The answer is none. " + reason);
        }
    }

    private void addContentLength(String value) throws ServiceException {
        long length = -1;
        if (!value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            length = Long.parseLong(value);
        }
        if (length < 0) {
            throw bad("The content-length '%s' of the answer is no number of bytes".formatted(value));
        }
        if (contentLength >= 0 && contentLength != length) {
            throw bad("The answer has two different content-lengths, %d and %d".formatted(contentLength, length));
        }
        if (contentLength < 0) {
            contentLength = length;
            headers.put(HttpHeader.CONTENT_LENGTH, length);
        }
    }

    private Response checked() throws ServiceException {
        if (status < 200 || status > 599) {
            throw bad("The status %d of the answer is not between 200 and 599".formatted(status));
        }
        return new Response(status, headers, contentLength);
    }

    private static ServiceException bad(String message) {
        return new ServiceException(ServiceException.Kind.BAD_ANSWER, message);
    }
}
