package io.narthex.yaml;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Finds the name that somebody probably meant.
///
/// Thread safety: stateless.
public final class NearestName {
    private NearestName() {}

    /// The candidate with the fewest edits, or null where none is near.
    public static @Nullable String of(String wrong, Collection<String> candidates) {
        List<String> nearest = ranked(wrong, candidates, 1);
        return nearest.isEmpty() ? null : nearest.getFirst();
    }

    /// The candidates that are near, those with the fewest edits first. A third of the letters may
    /// differ, as more would be another word; one that only goes on is near as well.
    ///
    /// @param most how many are wanted
    public static List<String> ranked(String wrong, Collection<String> candidates, int most) {
        int limit = wrong.length() / 3;
        return candidates.stream()
                .map(name -> new Candidate(name, edits(wrong, name)))
                .filter(c -> c.edits <= limit)
                .sorted(Comparator.comparingInt(Candidate::edits))
                .limit(most)
                .map(Candidate::name)
                .toList();
    }

    private record Candidate(String name, int edits) {}

    private static int edits(String wrong, String name) {
        int third = wrong.length() / 3;
        boolean goesOn = third > 0 && name.startsWith(wrong);
        return goesOn ? Math.min(third, name.length() - wrong.length()) : distance(wrong, name);
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
