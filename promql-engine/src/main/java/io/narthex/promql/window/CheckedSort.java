package io.narthex.promql.window;

import java.util.Arrays;

/// Sorts many numbers, and looks now and then whether it is to go on.
///
/// Thread safety: stateless.
final class CheckedSort {
    /// Numbers between two looks: some milliseconds.
    static final int RUN = 1 << 16;

    private CheckedSort() {}

    /// Sorts ascending, as [Arrays#sort(double\[\])] does.
    ///
    /// @param checkpoint throws when the sort must not go on
    static void sort(double[] v, Runnable checkpoint) {
        for (int from = 0; from < v.length; from += RUN) {
            if (from > 0) {
                checkpoint.run();
            }
            Arrays.sort(v, from, Math.min(v.length, from + RUN));
        }
        if (v.length <= RUN) {
            return;
        }
        double[] from = v;
        double[] to = new double[v.length];
        for (long length = RUN; length < v.length; length *= 2) {
            for (long start = 0; start < v.length; start += 2 * length) {
                int middle = (int) Math.min(v.length, start + length);
                int end = (int) Math.min(v.length, start + 2 * length);
                merge(from, (int) start, middle, end, to, checkpoint);
            }
            double[] swapped = from;
            from = to;
            to = swapped;
        }
        System.arraycopy(from, 0, v, 0, v.length);
    }

    private static void merge(
            double[] from, int start, int middle, int end, double[] to, Runnable checkpoint) {
        int a = start;
        int b = middle;
        for (int i = start; i < end; i++) {
            if ((i & (RUN - 1)) == 0) {
                checkpoint.run();
            }
            // By the total order, in which -0 is below 0 and NaN above all.
            boolean left = b == end || (a < middle && Double.compare(from[a], from[b]) <= 0);
            to[i] = left ? from[a++] : from[b++];
        }
    }
}
