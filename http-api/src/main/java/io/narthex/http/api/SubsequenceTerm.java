package io.narthex.http.api;

/// All characters of the word have to occur in their order. Runs count with their square; each
/// character that is jumped over, before the first run or between runs, costs a part of the text's
/// length, and half of that behind the last run. Of all places where the first character occurs,
/// the best one counts.
record SubsequenceTerm(String word) implements SearchTerm {
    /// Nothing but an equal text scores 1, also after rounding.
    private static final double INEXACT = 0.999;

    @Override
    public double score(String value) {
        if (value.startsWith(word)) {
            return 1;
        }
        int[] pattern = SearchTerm.points(word);
        int[] text = SearchTerm.points(value);
        double best = -1;
        for (int start = 0; start <= text.length - pattern.length; start++) {
            if (text[start] != pattern[0]) {
                continue;
            }
            double score = from(start, pattern, text);
            if (Double.isNaN(score)) {
                break; // What can't be completed from here can't be from further on.
            }
            best = Math.max(best, score);
        }
        return best < 0 ? 0 : best / ((double) pattern.length * pattern.length) * INEXACT;
    }

    /// The sum of runs and gaps from a place on; NaN where the word does not end within the text.
    private static double from(int start, int[] pattern, int[] text) {
        double unit = 1.0 / text.length;
        double score = 0;
        int end = 0;
        int i = start;
        int p = 0;
        while (p < pattern.length) {
            while (i < text.length && text[i] != pattern[p]) {
                i++;
            }
            if (i == text.length) {
                return Double.NaN;
            }
            int begin = i;
            while (p < pattern.length && i < text.length && text[i] == pattern[p]) {
                i++;
                p++;
            }
            double run = i - begin;
            score += run * run - (begin - end) * unit;
            end = i;
        }
        return score - (text.length - end) * unit * 0.5;
    }
}
