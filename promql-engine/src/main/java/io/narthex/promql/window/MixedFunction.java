package io.narthex.promql.window;

import io.narthex.model.histogram.FloatHistogram;

/// A function of a range vector, over a series with native histograms.
///
/// Thread safety: implementations are stateless.
@FunctionalInterface
public interface MixedFunction {
    /// Takes the values of windows.
    interface Result {
        /// Sets a float.
        void set(int k, double value);

        /// Sets a histogram.
        void set(int k, FloatHistogram histogram);
    }

    /// Computes the windows' values.
    ///
    /// @param out empty before
    void evaluate(MixedWindows in, Result out, RangeNotes notes);
}
