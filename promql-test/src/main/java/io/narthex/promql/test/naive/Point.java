package io.narthex.promql.test.naive;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// A sample: a float, or a native histogram.
///
/// @param start when what it counts began to be counted, 0 where that is not known
/// @param value the float; for a histogram its sum, or the stale marker
public record Point(long time, long start, double value, @Nullable FloatHistogram histogram) {
    public static Point of(long time, double value) {
        return new Point(time, 0, value, null);
    }

    public static Point of(long time, FloatHistogram histogram) {
        return new Point(time, 0, histogram.sum(), histogram);
    }

    public boolean isFloat() {
        return histogram == null;
    }

    public FloatHistogram h() {
        return Objects.requireNonNull(histogram);
    }

    public Point times(double factor) {
        return isFloat() ? of(time, value * factor) : of(time, h().multiply(factor));
    }

    /// The value, or how much was counted.
    public double size() {
        return isFloat() ? value : h().count();
    }

    public boolean isGauge() {
        return !isFloat() && h().resetHint() == ResetHint.GAUGE;
    }

    /// The word for it in annotations.
    public String type() {
        return isFloat() ? "float" : "histogram";
    }
}
