package io.bighammer.spi;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** What a header field may look like (RFC 9110, sections 5.1, 5.5 and 5.6.2). */
public final class FieldSyntax {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private FieldSyntax() {}

    /** Whether the name is a token. */
    public static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenChar(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Whether it means one connection only, and so must not be passed on (RFC 9110, section 7.6.1). */
    public static boolean isHopByHop(HttpField field) {
        HttpHeader header = field.getHeader();
        if (header == null) {
            return false;
        }
        return switch (header) {
            case CONNECTION,
                    KEEP_ALIVE,
                    PROXY_AUTHENTICATE,
                    PROXY_AUTHORIZATION,
                    PROXY_CONNECTION,
                    TE,
                    TRAILER,
                    TRANSFER_ENCODING,
                    UPGRADE,
                    HTTP2_SETTINGS -> true;
            default -> false;
        };
    }

    /** Whether the value has no line break, NUL or other control character but the tab. */
    public static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** @throws IllegalArgumentException when it is none */
    public static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a header name: \"" + name + "\"");
        }
        return name;
    }

    /** @throws IllegalArgumentException when it cannot be sent; the message does not show it */
    public static String requireValue(String value) {
        if (!isValue(value)) {
            throw new IllegalArgumentException("a header value holds a control character");
        }
        return value;
    }

    private static boolean isTokenChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
