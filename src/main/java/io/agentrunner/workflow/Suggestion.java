package io.agentrunner.workflow;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word somebody probably meant. */
public final class Suggestion {

    private Suggestion() {}

    /** {@code "; did you mean `charge`?"}, or nothing when no candidate is close. */
    public static String didYouMean(String word, Collection<String> candidates) {
        return nearest(word, candidates).map(it -> "; did you mean `" + it + "`?").orElse("");
    }

    /** The candidate that takes the fewest changes of a letter, if they are few enough. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        int allowed = Math.min(3, word.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= allowed)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Letters to insert, delete, replace, or swap with their neighbour; case doesn't count. */
    private static int distance(String from, String to) {
        if (Math.abs(from.length() - to.length()) > 3) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (same(from, i, to, j) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && same(from, i, to, j - 1) && same(from, i - 1, to, j);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private static boolean same(String from, int i, String to, int j) {
        return Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
    }
}
