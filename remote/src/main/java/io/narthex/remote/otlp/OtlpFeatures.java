package io.narthex.remote.otlp;

/// What the receiver does beyond storing samples.
///
/// @param typeAndUnitLabels whether a metric's type and unit become labels
/// @param zeroStarts whether a start timestamp is stored as a sample of its own with the value 0
/// @param storedStarts whether start timestamps are stored with their samples
/// @param deltas what becomes of differences
///
/// Thread safety: immutable.
public record OtlpFeatures(
        boolean typeAndUnitLabels, boolean zeroStarts, boolean storedStarts, Deltas deltas) {
    /// None.
    public static final OtlpFeatures NONE = new OtlpFeatures(false, false, false, Deltas.REFUSED);
}
