package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a client addressed, as routes name it. */
final class HostNames {
    /** RFC 1035, 2.3.4: no name is longer, so that what is longer is the name of no route. */
    private static final int LONGEST = 255;

    private HostNames() {}

    /**
     * All that a route can have as its host to be met by that one, the nearest first: {@code a.example.com}, {@code *.example.com},
     * {@code *.com}.
     *
     * @param authority a host, with or without a port, in any case; may be empty
     */
    static List<String> patterns(String authority) {
        int colon = authority.lastIndexOf(':');
        int length = colon > authority.lastIndexOf(']') ? colon : authority.length();
        if (length > LONGEST) {
            return List.of();
        }
        String host = authority.substring(0, length).toLowerCase(Locale.ROOT);
        List<String> patterns = new ArrayList<>();
        patterns.add(host);
        for (int dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            patterns.add("*" + host.substring(dot));
        }
        return patterns;
    }
}
