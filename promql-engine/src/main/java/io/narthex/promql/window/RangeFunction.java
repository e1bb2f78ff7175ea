package io.narthex.promql.window;

import org.jspecify.annotations.Nullable;

/// A function of a range vector: what it makes of series of floats and of those with native
/// histograms.
///
/// @param name as in the language
/// @param keepsName whether the metric's name stays: it gives samples as they are
public record RangeFunction(
        String name, WindowFunction floats, MixedFunction mixed, boolean keepsName) {
    /// The function of a name over plain ranges, or null where there is none.
    public static @Nullable RangeFunction find(String name) {
        WindowFunction floats = WindowFunctions.find(name);
        return floats == null
                ? null
                : new RangeFunction(
                        name,
                        floats,
                        MixedFunctions.of(name, floats),
                        WindowFunctions.keepsName(name));
    }
}
