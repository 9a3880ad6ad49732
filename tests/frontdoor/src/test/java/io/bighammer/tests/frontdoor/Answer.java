package io.bighammer.tests.frontdoor;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP answer with a Content-Length as it stands on the connection. */
record Answer(String head, String body) {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");
    private static final Pattern CLOSE = Pattern.compile("(?i)\r\nConnection: *close\r\n");

    static Answer read(InputStream in) throws IOException {
        return read(in.read(), in);
    }

    /** @param first the byte that was read already, or -1 */
    static Answer read(int first, InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = first; ; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended after: " + head);
            }
            head.append((char) next);
            if (endsWithEmptyLine(head)) {
                return new Answer(head.toString(), body(head, in));
            }
        }
    }

    private static boolean endsWithEmptyLine(StringBuilder head) {
        int length = head.length();
        return length > 3 && head.charAt(length - 1) == '\n' && head.charAt(length - 3) == '\n';
    }

    private static String body(CharSequence head, InputStream in) throws IOException {
        Matcher length = LENGTH.matcher(head);
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        byte[] body = in.readNBytes(bytes);
        if (body.length < bytes) {
            throw new EOFException("the connection ended after " + body.length + " of the body's " + bytes + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    int status() {
        return Integer.parseInt(head.split(" ", 3)[1]);
    }

    /** Whether the gateway takes no further request on this connection. */
    boolean closes() {
        return CLOSE.matcher(head).find();
    }
}
