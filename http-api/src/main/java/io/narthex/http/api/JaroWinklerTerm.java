package io.narthex.http.api;

/// The word itself, the better the nearer to the text's begin; or else, where the threshold is not
/// zero, what is similar to it by Jaro's and Winkler's measure.
///
/// @param threshold the least similarity
record JaroWinklerTerm(String word, double threshold) implements SearchTerm {
    /// How much of the score is lost where the word is at the text's end.
    private static final double POSITION = 0.9;

    private static final int PREFIX = 4;
    private static final double PREFIX_WEIGHT = 0.1;

    @Override
    public double score(String value) {
        int at = value.indexOf(word);
        if (at == 0) {
            return 1;
        }
        if (at > 0) {
            int before = value.codePointCount(0, at);
            int most =
                    value.codePointCount(0, value.length()) - word.codePointCount(0, word.length());
            return 1 - POSITION * before / most;
        }
        if (threshold == 0) {
            return 0;
        }
        double similarity = similarity(SearchTerm.points(word), SearchTerm.points(value));
        return similarity >= threshold ? similarity : 0;
    }

    /// The similarity of two texts, 0 to 1.
    static double similarity(int[] one, int[] other) {
        int[] a = one.length > other.length ? other : one;
        int[] b = one.length > other.length ? one : other;
        boolean[] inA = new boolean[a.length];
        boolean[] inB = new boolean[b.length];
        int matches = match(a, b, inA, inB);
        if (matches == 0) {
            return 0;
        }
        double m = matches;
        double moved = transpositions(a, b, inA, inB) * 0.5;
        double jaro = (m * (1.0 / a.length) + m * (1.0 / b.length) + (m - moved) / m) / 3;
        int prefix = 0;
        while (prefix < Math.min(PREFIX, a.length) && a[prefix] == b[prefix]) {
            prefix++;
        }
        return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
    }

    /// Marks equal characters that are not too far from each other.
    private static int match(int[] a, int[] b, boolean[] inA, boolean[] inB) {
        int distance = Math.max(b.length / 2 - 1, 0);
        int matches = 0;
        for (int i = 0; i < a.length; i++) {
            int end = Math.min(i + distance + 1, b.length);
            for (int j = Math.max(i - distance, 0); j < end; j++) {
                if (!inB[j] && a[i] == b[j]) {
                    inA[i] = true;
                    inB[j] = true;
                    matches++;
                    break;
                }
            }
        }
        return matches;
    }

    private static int transpositions(int[] a, int[] b, boolean[] inA, boolean[] inB) {
        int moved = 0;
        int j = 0;
        for (int i = 0; i < a.length; i++) {
            if (inA[i]) {
                while (!inB[j]) {
                    j++;
                }
                moved += a[i] == b[j++] ? 0 : 1;
            }
        }
        return moved;
    }
}
