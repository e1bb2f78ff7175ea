package io.narthex.promql.exec;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.HistogramAccumulator;
import io.narthex.model.histogram.HistogramMean;
import io.narthex.model.histogram.HistogramSum;

import org.jspecify.annotations.Nullable;

/// The native histograms of one group, folded into one per step by `sum` or `avg`.
///
/// Thread safety: for one worker.
final class HistogramFold {
    private final boolean mean;
    private final @Nullable HistogramAccumulator[] folded;
    private final boolean[] incompatible;
    private final boolean[] ignored;
    private long bytes;

    HistogramFold(boolean mean, int steps) {
        this.mean = mean;
        this.folded = new @Nullable HistogramAccumulator[steps];
        this.incompatible = new boolean[steps];
        this.ignored = new boolean[steps];
    }

    /// Adds a histogram.
    ///
    /// @param metric whose it is, for annotations
    void add(int k, FloatHistogram h, String metric, HistogramNotes notes) {
        if (ignored[k]) {
            return;
        }
        HistogramAccumulator into = folded[k];
        if (into == null) {
            // The sum is kept with what rounding lost.
            bytes += 2 * Footprint.histogram(h);
            folded[k] = mean ? new HistogramMean(h) : new HistogramSum(h);
            return;
        }
        if (incompatible[k]) {
            return;
        }
        if (!into.add(h)) {
            notes.mixedSchemas(metric);
            incompatible[k] = true;
        }
        if (into.pollBoundsReconciled()) {
            notes.boundsReconciled("aggregation");
        }
    }

    /// What it takes in memory more than at the last call.
    long pollBytes() {
        long more = bytes;
        bytes = 0;
        return more;
    }

    /// Notes that there is a histogram at a step whose result is lost already, because a float came
    /// first.
    void ignore(int k) {
        ignored[k] = true;
    }

    /// Whether a step has no result because exponential and custom buckets met; what comes later is
    /// not looked at.
    boolean isIncompatible(int k) {
        return incompatible[k];
    }

    /// Whether there was a histogram at a step.
    boolean isPresent(int k) {
        return ignored[k] || folded[k] != null;
    }

    /// The result of a step, or null where there is none.
    @Nullable FloatHistogram result(int k, HistogramNotes notes) {
        HistogramAccumulator done = folded[k];
        if (done == null || incompatible[k]) {
            return null;
        }
        if (done.hintsCollided()) {
            notes.resetsCollide("aggregation");
        }
        return done.toHistogram().compact();
    }
}
