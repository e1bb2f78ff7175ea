package io.narthex.promql.window;

import java.util.Set;

/// A function of a range vector: what it makes of series of floats and of those with native
/// histograms.
///
/// Thread safety: immutable.
///
/// @param name as in the language
public record RangeFunction(
        String name, WindowFunction floats, MixedFunction mixed, Set<Trait> traits) {
    /// What else there is to know of a function.
    public enum Trait {
        /// It takes its input for a counter, so that resets and names matter.
        COUNTER,
        /// It gives samples as they are, so that the metric's name stays.
        KEEPS_NAME,
        /// It heeds samples' start timestamps, where these are used.
        HEEDS_STARTS
    }

    /// Whether the function has a trait.
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
