package io.bighammer.core.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        List<String> written = List.of(text.substring(1).split("/", -1));
        boolean tail = written.get(written.size() - 1).equals(TAIL);
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : tail ? written.subList(0, written.size() - 1) : written) {
            parts.add(part(part, names));
        }
        return new PathPattern(text, List.copyOf(parts), tail);
    }

    private static Part part(String text, Set<String> names) {
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
        if (!names.add(name)) {
            throw new IllegalArgumentException("has two parameters of the same name");
        }
        return new Part(name.intern(), true); // thousands of routes have the same few names
    }

    /** The same for all patterns that match the same paths. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        parts.forEach(part -> shape.append('/').append(part.param() ? "{}" : part.text()));
        return shape.append(tail ? "/*" : "").toString();
    }

    boolean hasParams() {
        return tail || parts.stream().anyMatch(Part::param);
    }
}
