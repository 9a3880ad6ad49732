package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A route's path: exact parts, {@code {param}} parts, and perhaps a {@code *} at the end that stands for all that follows,
 * nothing included: {@code /files/*} matches {@code /files}, {@code /files/} and all below.
 *
 * @param text as written
 * @param parts between the slashes, without the tail
 * @param tail whether it ends with {@code *}
 */
public record PathPattern(String text, List<Part> parts, boolean tail) {

    /** The name by which the parameters hold what a tail matched. */
    public static final String TAIL = "*";

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");

    /** @param text the part itself, or the name of the parameter */
    public record Part(String text, boolean param) {}

    /** @throws IllegalArgumentException with what is wrong with the path, for the person who wrote it */
    public static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("must begin with \"/\"");
        }
        if (text.contains("?") || text.contains("#")) {
            throw new IllegalArgumentException("must end before \"?\" and \"#\"; a route matches the path alone");
        }
        boolean tail = text.endsWith("/" + TAIL);
        int length = tail ? text.length() - TAIL.length() - 1 : text.length();
        List<Part> parts = new ArrayList<>();
        for (int slash = 0; slash < length; ) {
            int next = text.indexOf('/', slash + 1);
            int end = next < 0 ? length : next;
            parts.add(part(text.substring(slash + 1, end), parts));
            slash = end;
        }
        return new PathPattern(text, List.copyOf(parts), tail);
    }

    private static Part part(String text, List<Part> before) {
        if (text.contains(TAIL)) {
            throw new IllegalArgumentException("may have \"*\" only as its last part, alone, like \"/files/*\"");
        }
        if (!text.contains("{") && !text.contains("}")) {
            if (text.equals(".") || text.equals("..")) {
                throw new IllegalArgumentException("may not have a part \"" + text + "\"; requests never do");
            }
            return new Part(text, false);
        }
        String name = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : "";
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("has a bad parameter; it fills a whole part, like \"/users/{id}\"");
        }
        Part param = new Part(name, true);
        if (before.contains(param)) {
            throw new IllegalArgumentException("has two parameters of the same name");
        }
        return param;
    }

    /** The same for all patterns that match the same paths. */
    String shape() {
        if (parts.stream().noneMatch(Part::param)) {
            return text;
        }
        StringBuilder shape = new StringBuilder();
        parts.forEach(part -> shape.append('/').append(part.param() ? "{}" : part.text()));
        return shape.append(tail ? "/*" : "").toString();
    }

    boolean hasParams() {
        return tail || parts.stream().anyMatch(Part::param);
    }
}
