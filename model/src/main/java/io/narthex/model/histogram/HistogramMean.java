package io.narthex.model.histogram;

/// The mean of histograms: their sum divided by their number, and from the one that makes the sum
/// overflow on an incremental mean.
///
/// Thread safety: for one thread.
public final class HistogramMean implements HistogramAccumulator {
    /// The sum, or the mean once `incremental`.
    private HistogramSum value;

    private double count = 1;
    private boolean incremental;

    /// Starts with a first histogram.
    public HistogramMean(FloatHistogram first) {
        value = new HistogramSum(first);
    }

    @Override
    public boolean add(FloatHistogram h) {
        count++;
        if (!incremental) {
            HistogramSum next = value.copy();
            if (!next.add(h)) {
                return false;
            }
            if (!next.hasOverflow()) {
                value = next;
                return true;
            }
            incremental = true;
            value.divide(count - 1);
        }
        value.multiply((count - 1) / count);
        return value.add(h.divide(count));
    }

    @Override
    public FloatHistogram toHistogram() {
        HistogramSum mean = value.copy();
        if (!incremental) {
            mean.divide(count);
        }
        return mean.toHistogram();
    }

    @Override
    public boolean hintsCollided() {
        return value.hintsCollided();
    }

    @Override
    public boolean pollBoundsReconciled() {
        return value.pollBoundsReconciled();
    }
}
