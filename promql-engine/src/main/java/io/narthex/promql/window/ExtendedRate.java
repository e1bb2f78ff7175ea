package io.narthex.promql.window;

/// `rate`, `increase` and `delta` of `anchored` and `smoothed` ranges: the value at the range's end
/// minus that at its start, with the value before each counter reset added. Nothing is
/// extrapolated.
///
/// An anchored border has the value of the sample that [ExtendedPlan] names, a smoothed one lies on
/// the line between two samples if there are such.
///
/// @param counter whether decreases are resets
/// @param perSecond whether the change is divided by the range's length
record ExtendedRate(ExtendedRange range, boolean counter, boolean perSecond)
        implements WindowFunction {
    private static final int[] NO_RESETS = {};

    @Override
    public void evaluate(Windows in, double[] out, long[] present) {
        WindowPlan windows = in.plan();
        ExtendedPlan plan = windows.extended(range);
        System.arraycopy(plan.present(), 0, present, 0, plan.present().length);
        double length = perSecond ? range.range() / 1000.0 : 1;
        int[] resets =
                counter && !in.noDrop()
                        ? ExtrapolatedRate.resets(in.values(), windows.samples())
                        : NO_RESETS;
        double[] v = in.values();
        long[] times = windows.times();
        int next = 0;
        for (int k = 0; k < windows.grid().count(); k++) {
            if (!plan.isPresent(k)) {
                continue;
            }
            int first = plan.first()[k];
            int last = plan.last()[k];
            long end = range.end(windows.grid(), k);
            long start = end - range.range();
            double left = left(times, v, first, start);
            double right = right(times, v, last, end);
            double change = right - left;
            if (counter) {
                int from = times[first] <= start ? first + 1 : first;
                int to = times[last] >= end ? last - 1 : last;
                while (next < resets.length && resets[next] <= from) {
                    next++;
                }
                change += lost(v, left, from, to, right, resets, next);
            }
            out[k] = change / length;
        }
    }

    /// The value at the range's start.
    ///
    /// @param first the plan's first sample
    double left(long[] times, double[] v, int first, long start) {
        return range.smoothed() && times[first] < start
                ? Interpolation.between(times, v, first, start, counter)
                : v[first];
    }

    /// The value at the range's end.
    ///
    /// @param last the plan's last sample; after the end only where another one precedes it
    double right(long[] times, double[] v, int last, long end) {
        return range.smoothed() && times[last] > end
                ? Interpolation.between(times, v, last - 1, end, counter)
                : v[last];
    }

    /// What resets took away: the sum of the values before each. Resets that an interpolated border
    /// already knows of are none here, as it began at zero.
    ///
    /// @param from first sample within the range
    /// @param to last sample within the range; below `from` where there are none
    /// @param resets indexes of the samples below their predecessor
    /// @param next position of the first that is above `from`
    private static double lost(
            double[] v, double left, int from, int to, double right, int[] resets, int next) {
        double lost = 0;
        double before = left;
        if (from <= to) {
            if (v[from] < left) {
                lost += left;
            }
            for (int r = next; r < resets.length && resets[r] <= to; r++) {
                lost += v[resets[r] - 1];
            }
            before = v[to];
        }
        return right < before ? lost + before : lost;
    }
}
