package io.bighammer.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what was probably meant by a misspelt word. */
public final class Spelling {

    private static final int MOST = 3;

    private Spelling() {}

    /** {@code ; did you mean "x"?}, or nothing when no known word is near. */
    public static String hint(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse("");
    }

    static Optional<String> nearest(String word, Collection<String> known) {
        int limit = Math.min(MOST, Math.max(1, word.length() / 3));
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= limit)
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Letters added, left out, replaced or exchanged with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        char x = Character.toLowerCase(a.charAt(i - 1));
        char y = Character.toLowerCase(b.charAt(j - 1));
        int least = Math.min(cost[i - 1][j - 1] + (x == y ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean exchanged = i > 1
                && j > 1
                && x == Character.toLowerCase(b.charAt(j - 2))
                && y == Character.toLowerCase(a.charAt(i - 2));
        return exchanged ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
