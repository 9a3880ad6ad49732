package io.bighammer.core.route;

import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/** Methods as bits, so that a route is matched without looking into a set. */
final class Methods {

    /** What a route can name, in the order of an {@code Allow} field. {@code WS} is a WebSocket's handshake. */
    static final List<String> KNOWN = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "WS");

    static final int GET = 1;
    static final int HEAD = 1 << 1;
    static final int OPTIONS = 1 << 6;
    static final int WS = 1 << 7;

    /** Any method that a route cannot name. */
    private static final int OTHER = 1 << 8;

    /** Of a route that names none. A handshake is served only by a route that says so. */
    static final int ANY = (OTHER << 1) - 1 - WS;

    private Methods() {}

    static int bit(String method) {
        return switch (method) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "POST" -> 1 << 2;
            case "PUT" -> 1 << 3;
            case "PATCH" -> 1 << 4;
            case "DELETE" -> 1 << 5;
            case "OPTIONS" -> OPTIONS;
            case "WS" -> WS;
            default -> OTHER;
        };
    }

    static int mask(Collection<String> methods) {
        int mask = 0;
        for (String method : methods) {
            mask |= bit(method);
        }
        return methods.isEmpty() ? ANY : mask;
    }

    /** The value of an {@code Allow} field: HEAD comes with GET, and OPTIONS is always answered. */
    static String allow(int mask) {
        int allowed = mask | OPTIONS | ((mask & GET) != 0 ? HEAD : 0);
        StringJoiner names = new StringJoiner(", ");
        for (String name : KNOWN) {
            if ((allowed & bit(name) & ~WS) != 0) {
                names.add(name);
            }
        }
        return names.toString();
    }
}
