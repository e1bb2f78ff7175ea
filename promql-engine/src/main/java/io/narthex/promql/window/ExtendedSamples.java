package io.narthex.promql.window;

import org.jspecify.annotations.Nullable;

/// The samples of a bare `anchored` or `smoothed` range vector: those within the range, and one at
/// each of its borders with the value that it has there. Nothing is taken for a counter.
///
/// @param times epoch milliseconds, ascending
/// @param values as many
public record ExtendedSamples(long[] times, double[] values) {
    /// The samples of the first window.
    ///
    /// @return null where the range has none; as in Prometheus, a smoothed range before all samples
    ///     has the oldest one's value at both borders
    public static @Nullable ExtendedSamples of(
            WindowPlan windows, double[] values, ExtendedRange range) {
        ExtendedPlan plan = windows.extended(range);
        long[] times = windows.times();
        int first = plan.first()[0];
        int last = plan.last()[0];
        long end = range.end(windows.grid(), 0);
        long start = end - range.range();
        if (!windows.isPresent(0) || times[last] <= start) {
            return null;
        }
        int from = times[first] <= start ? first + 1 : first;
        int to = times[last] >= end ? last - 1 : last;
        int inside = Math.max(0, to - from + 1);
        long[] allTimes = new long[inside + 2];
        double[] allValues = new double[inside + 2];
        System.arraycopy(times, from, allTimes, 1, inside);
        System.arraycopy(values, from, allValues, 1, inside);
        ExtendedRate borders = new ExtendedRate(range, false, false);
        allTimes[0] = start;
        allValues[0] = borders.left(times, values, first, start);
        allTimes[inside + 1] = end;
        // Where nothing precedes the end, there is no line to it.
        allValues[inside + 1] =
                last == first ? values[last] : borders.right(times, values, last, end);
        return new ExtendedSamples(allTimes, allValues);
    }
}
