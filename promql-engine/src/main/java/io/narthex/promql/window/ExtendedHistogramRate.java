package io.narthex.promql.window;

import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.promql.window.RangeNotes.Operation;

import org.jspecify.annotations.Nullable;

/// `rate`, `increase` and `delta` of native histograms in `anchored` and `smoothed` ranges: bucket
/// by bucket what [ExtendedRate] is for floats.
///
/// @param counter whether decreases are resets
/// @param perSecond whether the change is divided by the range's length
record ExtendedHistogramRate(ExtendedRange range, boolean counter, boolean perSecond)
        implements MixedFunctions.Reducer {
    @Override
    public @Nullable FloatHistogram reduce(
            FloatHistogram[] h, int first, int last, WindowPlan windows, int k, RangeNotes notes) {
        ExtendedPlan plan = windows.extended(range);
        if (!plan.isPresent(k)) {
            return null;
        }
        int from = plan.first()[k];
        int to = plan.last()[k];
        if (mixesSchemas(h, from, to, notes)) {
            return null;
        }
        long[] times = windows.times();
        long end = range.end(windows.grid(), k);
        long start = end - range.range();
        boolean leftBetween = range.smoothed() && times[from] < start;
        boolean rightBetween = range.smoothed() && times[to] > end;
        FloatHistogram left =
                leftBetween
                        ? Interpolation.between(times, h, from, start, counter, notes)
                        : h[from];
        FloatHistogram right =
                rightBetween ? Interpolation.between(times, h, to - 1, end, counter, notes) : h[to];
        if (left == null || right == null) {
            throw new IllegalStateException("BUG: schemas were compared");
        }
        HistogramSum change = difference(left, right, notes);
        if (counter) {
            boolean knowsReset = leftBetween && CounterResets.between(h[from], h[from + 1]);
            FloatHistogram before = knowsReset ? h[from + 1] : left;
            addResets(change, before, h, knowsReset ? from + 2 : from + 1, to, right, notes);
        }
        FloatHistogram result = change.toHistogram().withHint(ResetHint.GAUGE).compact();
        return perSecond ? result.divide(range.range() / 1000.0) : result;
    }

    /// Also notes gauges among the samples of a counter.
    private boolean mixesSchemas(FloatHistogram[] h, int from, int to, RangeNotes notes) {
        for (int i = from; i <= to; i++) {
            if (h[i].hasCustomBounds() != h[from].hasCustomBounds()) {
                notes.mixedSchemas();
                return true;
            }
            if (counter && h[i].resetHint() == ResetHint.GAUGE) {
                notes.notCounter();
            }
        }
        return false;
    }

    private HistogramSum difference(FloatHistogram left, FloatHistogram right, RangeNotes notes) {
        boolean gauges =
                left.resetHint() == ResetHint.GAUGE && right.resetHint() == ResetHint.GAUGE;
        if (!counter && !gauges) {
            notes.notGauge();
        }
        HistogramSum change = new HistogramSum(right);
        boolean _ = change.subtract(left);
        if (change.pollBoundsReconciled()) {
            notes.boundsReconciled(Operation.SUBTRACTION);
        }
        return change;
    }

    /// Adds what resets took away. The last sample itself is left out: the right border has its
    /// hint and stands for it. Where `first` is beyond it, both borders lie between the same two
    /// samples, and began at the same zero.
    ///
    /// @param before what `first` is compared with
    private static void addResets(
            HistogramSum change,
            FloatHistogram before,
            FloatHistogram[] h,
            int first,
            int last,
            FloatHistogram right,
            RangeNotes notes) {
        if (first > last) {
            return;
        }
        HistogramSum lost = null;
        FloatHistogram previous = before;
        for (int i = first; i <= last; i++) {
            FloatHistogram current = i == last ? right : h[i];
            if (CounterResets.between(previous, current)) {
                if (lost == null) {
                    lost = new HistogramSum(previous);
                } else {
                    add(lost, previous, notes);
                }
            }
            previous = current;
        }
        if (lost != null) {
            add(change, lost.toHistogram(), notes);
        }
    }

    private static void add(HistogramSum sum, FloatHistogram summand, RangeNotes notes) {
        boolean _ = sum.add(summand);
        if (sum.pollBoundsReconciled()) {
            notes.boundsReconciled(Operation.ADDITION);
        }
    }
}
