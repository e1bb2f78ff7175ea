package io.narthex.rules.slo;

/// The bucket bounds next to a latency's threshold. Where both are the threshold, the number of
/// slow events is known exactly.
///
/// @param lower the greatest bound that is not above the threshold; negative infinity for none
/// @param higher the least bound that is not below it
///
/// Thread safety: immutable.
public record Bounds(double lower, double higher) {
    Bounds and(Bounds other) {
        return new Bounds(Math.min(lower, other.lower), Math.max(higher, other.higher));
    }

    /// Whether the threshold is a bound itself.
    public boolean exact() {
        return lower == higher;
    }
}
