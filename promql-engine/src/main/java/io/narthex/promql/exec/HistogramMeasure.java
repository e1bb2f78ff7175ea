package io.narthex.promql.exec;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.function.ClassicHistogram;
import io.narthex.promql.function.NativeHistogram;

/// What is asked of a histogram, be it a classic or a native one.
///
/// Thread safety: stateless.
interface HistogramMeasure {
    /// @param scalars the function's scalar arguments, by argument and step
    /// @param k the step
    double of(ClassicHistogram histogram, double[][] scalars, int k);

    /// @param scalars the function's scalar arguments, by argument and step
    /// @param k the step
    NativeHistogram.Reading of(FloatHistogram histogram, double[][] scalars, int k);

    /// The quantile that the i-th scalar says.
    static HistogramMeasure quantile(int i) {
        return new HistogramMeasure() {
            @Override
            public double of(ClassicHistogram histogram, double[][] scalars, int k) {
                return histogram.quantile(scalars[i][k]);
            }

            @Override
            public NativeHistogram.Reading of(FloatHistogram h, double[][] scalars, int k) {
                return NativeHistogram.quantile(scalars[i][k], h);
            }
        };
    }

    /// The fraction between the first two scalars.
    static HistogramMeasure fraction() {
        return new HistogramMeasure() {
            @Override
            public double of(ClassicHistogram histogram, double[][] scalars, int k) {
                return histogram.fraction(scalars[0][k], scalars[1][k]);
            }

            @Override
            public NativeHistogram.Reading of(FloatHistogram h, double[][] scalars, int k) {
                return NativeHistogram.fraction(scalars[0][k], scalars[1][k], h);
            }
        };
    }
}
