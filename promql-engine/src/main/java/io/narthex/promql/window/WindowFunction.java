package io.narthex.promql.window;

/// A function of a range vector, over all windows of a tile at once.
///
/// Thread safety: implementations are stateless.
@FunctionalInterface
public interface WindowFunction {
    /// Computes the windows' values.
    ///
    /// @param in one series
    /// @param out gets a value per window; anything where the window has none
    /// @param present all 0 before; gets a bit per window that has a value
    void evaluate(Windows in, double[] out, long[] present);
}
