package io.narthex.tsdb.chunk;

/// Where everything lies in a sealed chunk; see `docs/formats/chunks.md`.
///
/// ```text
/// 0  flags          4  shift of the residuals
/// 1  count          5  bytes of base (low nibble), of slope (high nibble)
/// 2  value width    6  bytes of interval (low nibble), of t0 (high nibble)
/// 3  exponent       7  t0, interval, base, slope: signed, as many bytes as said
/// then: gaps if flagged, packed times if flagged, packed values, patches if flagged,
/// exceptions if flagged
/// ```
///
/// Thread safety: stateless.
final class LforLayout {
    static final int FLAGS = 0;
    static final int COUNT = 1;
    static final int WIDTH = 2;
    static final int EXPONENT = 3;
    static final int SHIFT = 4;
    static final int BASE_SLOPE_LENGTHS = 5;
    static final int INTERVAL_T0_LENGTHS = 6;
    static final int FIELDS = 7;

    /// No value is below its predecessor.
    static final int NO_DROP = 1;

    /// Values are IEEE bits in an order-preserving integer form, not decimal mantissas.
    static final int RAW = 2;

    /// Some values are stored as they are, behind the packed ones.
    static final int EXCEPTIONS = 4;

    /// The slope has [#SLOPE_BITS] fractional bits; only without [#DELTAS].
    static final int FINE_SLOPE = 8;

    /// With [#DELTAS]: some residuals are stored as they are, behind the packed ones.
    static final int PATCHES = 8;

    /// Missed scrapes are listed.
    static final int GAPS = 16;

    /// Times deviate from the line through `t0` and are packed.
    static final int JITTER = 32;

    /// At least one value is a stale marker.
    static final int STALE = 64;

    /// A residual is the distance between a value and the one before, less the slope; without this
    /// flag it is the distance between a value and the line.
    static final int DELTAS = 128;

    static final int SLOPE_BITS = 16;

    /// A gap: index of the first sample behind it, and how many intervals were missed up to there,
    /// in three bytes.
    static final int GAP_BYTES = 4;

    static final int MAX_GAPS = 30;
    static final int MAX_MISSED = (1 << 24) - 1;

    /// An exception: index and eight bytes.
    static final int EXCEPTION_BYTES = 9;

    private LforLayout() {}

    /// Whether flags say that there are patches.
    static boolean isPatched(int flags) {
        return (flags & (DELTAS | PATCHES)) == (DELTAS | PATCHES);
    }
}
