package io.narthex.remote.otlp;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.DeltaBuckets;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.Histogram;
import io.narthex.model.histogram.HistogramSchema;
import io.narthex.model.number.GoText;

import java.util.List;

/// Makes samples of data points, of one series or several.
///
/// Thread safety: for one thread.
final class PointSeries {
    /// How far the zero bucket of an exponential histogram is taken to reach.
    private static final double ZERO_THRESHOLD = 1e-128;

    private final SampleSink sink;
    private final boolean customBuckets;

    /// @param customBuckets whether histograms become native ones
    PointSeries(SampleSink sink, boolean customBuckets) {
        this.sink = sink;
        this.customBuckets = customBuckets;
    }

    /// Gives a point to the store.
    ///
    /// @param name of the metric family
    /// @param base the point's labels without a metric's name
    /// @param delta whether the point tells what has come since the one before
    /// @throws TranslationException if there is no such thing here
    void add(OtlpType type, String name, Labels.Builder base, DataPoint point, boolean delta)
            throws TranslationException {
        switch (type) {
            case GAUGE -> sample(point, named(base, name), point.value, List.of());
            case COUNTER, UP_DOWN_COUNTER ->
                    sample(point, named(base, name), point.value, point.exemplars);
            case HISTOGRAM -> {
                if (customBuckets) {
                    histogram(point, named(base, name), custom(point, delta));
                } else {
                    classic(name, base, point);
                }
            }
            case EXPONENTIAL_HISTOGRAM ->
                    histogram(point, named(base, name), exponential(point, delta));
            case SUMMARY -> summary(name, base, point);
        }
    }

    private static Labels named(Labels.Builder base, String name) {
        return base.set(Labels.NAME, name).build();
    }

    private void sample(DataPoint point, Labels labels, double value, List<Exemplar> exemplars) {
        sink.sample(
                labels,
                point.startMillis(),
                point.millis(),
                point.stale ? StaleNaN.VALUE : value,
                exemplars);
    }

    private void histogram(DataPoint point, Labels labels, Histogram histogram) {
        sink.histogram(labels, point.startMillis(), point.millis(), histogram, point.exemplars);
    }

    private void summary(String name, Labels.Builder base, DataPoint point) {
        sample(point, named(base, name + "_sum"), point.sum, List.of());
        sample(point, named(base, name + "_count"), unsigned(point.count), List.of());
        for (int i = 0; i < point.quantiles.size(); i += 2) {
            double quantile = Double.longBitsToDouble(point.quantiles.get(i));
            base.set("quantile", GoText.plain(quantile));
            sample(
                    point,
                    named(base, name),
                    Double.longBitsToDouble(point.quantiles.get(i + 1)),
                    List.of());
        }
    }

    private void classic(String name, Labels.Builder base, DataPoint point) {
        if (point.hasSum) {
            sample(point, named(base, name + "_sum"), point.sum, List.of());
        }
        sample(point, named(base, name + "_count"), unsigned(point.count), List.of());
        double[] bounds = point.bounds.toDoubles();
        long cumulative = 0;
        int next = 0;
        for (int i = 0; i < bounds.length && i < point.counts.size(); i++) {
            cumulative += point.counts.get(i);
            int from = next;
            while (next < point.exemplars.size()
                    && point.exemplars.get(next).value() <= bounds[i]) {
                next++;
            }
            base.set(Labels.BUCKET, GoText.plain(bounds[i]));
            sample(
                    point,
                    named(base, name + "_bucket"),
                    unsigned(cumulative),
                    point.exemplars.subList(from, next));
        }
        base.set(Labels.BUCKET, "+Inf");
        sample(
                point,
                named(base, name + "_bucket"),
                unsigned(point.count),
                point.exemplars.subList(next, point.exemplars.size()));
    }

    private static Histogram custom(DataPoint point, boolean delta) throws TranslationException {
        double[] bounds = point.bounds.toDoubles();
        return point.stale
                ? Histogram.custom(0, StaleNaN.VALUE, DeltaBuckets.NONE, bounds, ResetHint.UNKNOWN)
                : Histogram.custom(
                        point.count,
                        point.sum,
                        NativeBuckets.custom(point.counts),
                        bounds,
                        hint(delta));
    }

    private static Histogram exponential(DataPoint point, boolean delta)
            throws TranslationException {
        if (point.scale < HistogramSchema.MIN) {
            throw new TranslationException(
                    "cannot convert exponential to native histogram. Scale must be >= %d, was %d"
                            .formatted(HistogramSchema.MIN, point.scale));
        }
        int schema = Math.min(point.scale, HistogramSchema.MAX);
        int levels = Math.min(point.scale - schema, Integer.SIZE);
        DeltaBuckets none = DeltaBuckets.NONE;
        return new Histogram(
                schema,
                ZERO_THRESHOLD,
                point.stale ? 0 : point.zeroCount,
                point.stale ? 0 : point.count,
                point.stale ? StaleNaN.VALUE : point.sum,
                point.stale ? none : NativeBuckets.exponential(point.counts, point.offset, levels),
                point.stale
                        ? none
                        : NativeBuckets.exponential(
                                point.negativeCounts, point.negativeOffset, levels),
                new double[0],
                point.stale ? ResetHint.UNKNOWN : hint(delta));
    }

    /// A difference is no counter, and each one is its own beginning.
    private static ResetHint hint(boolean delta) {
        return delta ? ResetHint.GAUGE : ResetHint.UNKNOWN;
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }
}
