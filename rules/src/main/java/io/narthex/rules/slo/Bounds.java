package io.narthex.rules.slo;

import io.narthex.model.Queryable;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The bucket bounds next to a latency's threshold. Where both are the threshold, the number of
/// slow events is known exactly.
///
/// @param lower the greatest bound that is not above the threshold; negative infinity for none
/// @param higher the least bound that is not below it
///
/// Thread safety: immutable.
public record Bounds(double lower, double higher) {
    /// The bounds of what a store has for each of some objectives, by name; none for an objective
    /// that is no latency, or of which there are no samples.
    ///
    /// @param from epoch milliseconds
    /// @param to epoch milliseconds
    public static Map<String, Bounds> stored(List<Slo> slos, Queryable store, long from, long to) {
        Map<String, Bounds> found = new TreeMap<>();
        for (Slo slo : slos) {
            Bounds bounds = new EventCounter(store, slo.indicator()).bounds(from, to);
            if (bounds != null) {
                found.put(slo.name(), bounds);
            }
        }
        return found;
    }

    Bounds and(Bounds other) {
        return new Bounds(Math.min(lower, other.lower), Math.max(higher, other.higher));
    }

    /// Whether the threshold is a bound itself.
    public boolean exact() {
        return lower == higher;
    }
}
