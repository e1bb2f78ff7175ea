package io.narthex.yaml;

import org.jspecify.annotations.Nullable;

import java.util.Collection;

/// Finds the name that somebody probably meant.
///
/// Thread safety: stateless.
public final class NearestName {
    private NearestName() {}

    /// The candidate with the fewest edits, or null where none is near.
    public static @Nullable String of(String wrong, Collection<String> candidates) {
        String best = null;
        // A third of the letters may differ: more would be another word.
        int bestDistance = wrong.length() / 3 + 1;
        for (String candidate : candidates) {
            int distance = distance(wrong, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /// Levenshtein's distance.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
