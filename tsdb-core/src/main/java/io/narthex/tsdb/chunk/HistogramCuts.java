package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.tsdb.chunk.HistogramEncoder.Start;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Where a chunk of histograms has to end: it holds one schema, zero threshold and set of bounds,
/// all gauges or none, no counter reset within, and nothing but others behind a stale marker.
///
/// Thread safety: stateless.
public final class HistogramCuts {
    /// The histogram that ends a series: it has nothing but its sum.
    public static final FloatHistogram STALE =
            new FloatHistogram(
                    0,
                    0,
                    0,
                    0,
                    StaleNaN.VALUE,
                    Buckets.NONE,
                    Buckets.NONE,
                    new double[0],
                    ResetHint.UNKNOWN);

    private HistogramCuts() {}

    /// Whether a histogram ends its series.
    public static boolean isStale(FloatHistogram h) {
        return StaleNaN.isStale(h.sum());
    }

    /// Whether a histogram may follow another one in its chunk.
    public static boolean continues(FloatHistogram last, FloatHistogram h) {
        if (isStale(h)) {
            return true;
        }
        boolean gauge = h.resetHint() == ResetHint.GAUGE;
        return !isStale(last)
                && gauge == (last.resetHint() == ResetHint.GAUGE)
                && h.schema() == last.schema()
                && h.zeroThreshold() == last.zeroThreshold()
                && Arrays.equals(h.bounds(), last.bounds())
                && (gauge || !isReset(last, h));
    }

    /// What a chunk says of its first histogram.
    ///
    /// @param before the series' histogram before it; null where there is none
    public static Start start(@Nullable FloatHistogram before, FloatHistogram h) {
        if (h.resetHint() == ResetHint.GAUGE) {
            return Start.GAUGE;
        }
        if (h.resetHint() == ResetHint.COUNTER_RESET) {
            return Start.RESET;
        }
        if (before == null
                || isStale(before)
                || isStale(h)
                || before.resetHint() == ResetHint.GAUGE) {
            return Start.UNKNOWN;
        }
        return isReset(before, h) ? Start.RESET : Start.NO_RESET;
    }

    /// What a hint denies is looked at again: the sample that it was about may be gone.
    private static boolean isReset(FloatHistogram last, FloatHistogram h) {
        return h.resetHint() == ResetHint.COUNTER_RESET
                || CounterResets.between(last, h.withHint(ResetHint.UNKNOWN));
    }
}
