package io.bighammer.spi;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pages from which a browser may open WebSockets: those of the host that is asked, whatever their port and scheme, and these.
 *
 * @param also lower case, like {@code https://example.com} or {@code https://*.example.com:8443}, or {@code *} for all
 */
public record Origins(Set<String> also) {
    /** Only pages of the host that is asked. */
    public static final Origins SAME_HOST = new Origins(Set.of());

    private static final String ALL = "*";
    private static final Pattern FORM = Pattern.compile(
            "\\*|[a-zA-Z][a-zA-Z0-9+.-]*://(\\*\\.)?([^*/?#@\\s\\[\\]:]+|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");

    public Origins {
        also = also.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a person can write it into a route. */
    public static boolean isOrigin(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Whether a page of that origin may.
     *
     * @param origin as the browser said it
     * @param authority what it asked for, with or without a port
     */
    public boolean allow(String origin, String authority) {
        String asked = origin.toLowerCase(Locale.ROOT);
        if (also.contains(ALL) || also.contains(asked)) {
            return true;
        }
        int scheme = asked.indexOf("://");
        if (scheme < 0) {
            return false; // "null", of a page that must not say where it is from
        }
        String host = asked.substring(scheme + 3);
        return withoutPort(host).equals(withoutPort(authority.toLowerCase(Locale.ROOT)))
                || also.stream().anyMatch(pattern -> matches(pattern, asked));
    }

    private static boolean matches(String pattern, String origin) {
        int star = pattern.indexOf("*.");
        if (star < 0) {
            return false;
        }
        String end = pattern.substring(star + 1);
        return origin.startsWith(pattern.substring(0, star))
                && origin.endsWith(end)
                && origin.length() > star + end.length();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
