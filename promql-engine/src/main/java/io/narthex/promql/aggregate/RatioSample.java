package io.narthex.promql.aggregate;

import io.narthex.model.Labels;
import io.narthex.model.LabelsHash;

/// Which part of all series a series belongs to: a number from 0 to 1 that depends on its labels
/// alone, the same as Prometheus'.
///
/// Thread safety: stateless.
public final class RatioSample {
    /// The greatest hash, as a float.
    private static final double SCALE = 0x1p64;

    private RatioSample() {}

    /// A series' place.
    public static double offset(Labels labels) {
        long hash = LabelsHash.of(labels);
        // A long as unsigned: halved, with the bit that is lost kept for rounding.
        double unsigned = hash >= 0 ? hash : 2.0 * (hash >>> 1 | hash & 1);
        return unsigned / SCALE;
    }

    /// Whether a series is among those that a ratio keeps: the lower ones, or, for a negative
    /// ratio, those that its complement leaves.
    ///
    /// @param ratio from -1 to 1
    public static boolean keeps(double ratio, double offset) {
        return ratio >= 0 ? offset < ratio : offset >= 1 + ratio;
    }
}
