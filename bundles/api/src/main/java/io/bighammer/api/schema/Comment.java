package io.bighammer.api.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A documentation comment in plain words.
 *
 * @param words what stands before the first tag
 * @param parameters what the comment says of each
 */
record Comment(String words, Map<String, String> parameters) {
    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@(?=[a-z])");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+\\s+([^{}]*)}");
    private static final Pattern HTML = Pattern.compile("</?[a-z][^>]*>");
    private static final String PARAMETER = "param ";

    /** @param text as the compiler gives it; null when there is none */
    static Comment of(String text) {
        String[] blocks = BLOCK_TAG.split(text == null ? "" : text);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String block : blocks) {
            if (block.startsWith(PARAMETER)) {
                String[] words = block.substring(PARAMETER.length()).strip().split("\\s+", 2);
                parameters.put(words[0], words.length > 1 ? plain(words[1]) : "");
            }
        }
        return new Comment(plain(blocks[0]), parameters);
    }

    private static String plain(String text) {
        String words = INLINE_TAG.matcher(text).replaceAll("$1");
        return HTML.matcher(words).replaceAll("").replaceAll("\\s+", " ").strip();
    }
}
