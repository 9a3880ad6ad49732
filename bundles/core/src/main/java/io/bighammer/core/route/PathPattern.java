package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A route's path: exact parts, {@code {param}} parts, and perhaps a {@code *} at the end that stands for all that follows,
 * nothing included: {@code /files/*} matches {@code /files}, {@code /files/} and all below. Its text is all that it keeps: there can be
 * thousands.
 *
 * @param text as written
 */
public record PathPattern(String text) {

    /** The name by which the parameters hold what a tail matched. */
    public static final String TAIL = "*";

    private static final String TAIL_PART = "/" + TAIL;
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");

    /** @param text the part itself, or the name of the parameter */
    public record Part(String text, boolean param) {}

    /** @throws IllegalArgumentException with what is wrong with the path, for the person who wrote it */
    public PathPattern {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("must begin with \"/\"");
        }
        if (text.contains("?") || text.contains("#")) {
            throw new IllegalArgumentException("must end before \"?\" and \"#\"; a route matches the path alone");
        }
        List<Part> before = new ArrayList<>();
        for (Part part : parts(text)) {
            check(part, before);
            before.add(part);
        }
    }

    /** Whether it ends with {@code *}. */
    public boolean tail() {
        return text.endsWith(TAIL_PART);
    }

    boolean hasParams() {
        return text.contains("{");
    }

    /** What stands between the slashes, without the tail. */
    public List<Part> parts() {
        return parts(text);
    }

    private static List<Part> parts(String text) {
        int length = text.endsWith(TAIL_PART) ? text.length() - TAIL_PART.length() : text.length();
        List<Part> parts = new ArrayList<>();
        for (int slash = 0; slash < length; ) {
            int next = text.indexOf('/', slash + 1);
            int end = next < 0 ? length : next;
            String part = text.substring(slash + 1, end);
            boolean param = part.startsWith("{") && part.endsWith("}");
            parts.add(new Part(param ? part.substring(1, part.length() - 1) : part, param));
            slash = end;
        }
        return parts;
    }

    private static void check(Part part, List<Part> before) {
        String text = part.text();
        if (text.contains(TAIL)) {
            throw new IllegalArgumentException("may have \"*\" only as its last part, alone, like \"/files/*\"");
        }
        if (part.param() ? !NAME.matcher(text).matches() : text.contains("{") || text.contains("}")) {
            throw new IllegalArgumentException("has a bad parameter; it fills a whole part, like \"/users/{id}\"");
        }
        if (text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException("may not have a part \"" + text + "\"; requests never do");
        }
        if (part.param() && before.contains(part)) {
            throw new IllegalArgumentException("has two parameters of the same name");
        }
    }

    /** The same for all patterns that match the same paths. */
    public String shape() {
        if (!hasParams()) {
            return text;
        }
        StringBuilder shape = new StringBuilder();
        parts().forEach(part -> shape.append('/').append(part.param() ? "{}" : part.text()));
        return shape.append(tail() ? TAIL_PART : "").toString();
    }
}
