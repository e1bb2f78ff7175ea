package io.narthex.model.histogram;

/// The numbers that say how a native histogram's buckets are laid out.
///
/// Thread safety: stateless.
public final class HistogramSchema {
    /// Buckets with custom bounds.
    public static final int CUSTOM = -53;

    /// The coarsest exponential schema.
    public static final int MIN = -4;

    /// The finest exponential schema that is stored and computed with.
    public static final int MAX = 8;

    /// The coarsest exponential schema that formats reserve a number for.
    public static final int MIN_RESERVED = -9;

    /// The finest exponential schema that formats reserve a number for. Histograms finer than
    /// [#MAX] are taken in and reduced to it.
    public static final int MAX_RESERVED = 52;

    private HistogramSchema() {}

    /// Whether buckets are exponential, and in a schema that is computed with.
    public static boolean isExponential(int schema) {
        return schema >= MIN && schema <= MAX;
    }

    /// Whether a number means anything, be it that the resolution has to be reduced first.
    public static boolean isKnown(int schema) {
        return schema == CUSTOM || (schema >= MIN_RESERVED && schema <= MAX_RESERVED);
    }

    /// What is wrong with a schema that is not known, in Prometheus' words.
    public static String unknown(int schema) {
        return text("unknown", MIN_RESERVED, MAX_RESERVED, schema);
    }

    /// What is wrong with a schema that can't be stored, in Prometheus' words.
    static String invalid(int schema) {
        return text("invalid", MIN, MAX, schema);
    }

    private static String text(String what, int min, int max, int schema) {
        return ("histogram has an %s schema, which must be between %d and %d for exponential"
                        + " buckets, or %d for custom buckets, got schema %d")
                .formatted(what, min, max, CUSTOM, schema);
    }

    /// The index that holds a bucket in a coarser exponential schema.
    ///
    /// @param levels how much lower the coarser schema's number is, not negative
    static int coarserIndex(int index, int levels) {
        return ((index - 1) >> Math.min(levels, Integer.SIZE - 1)) + 1;
    }

    /// @throws IllegalArgumentException if there is no way from one schema to the other
    static void requireCoarser(int schema, int target) {
        if (schema == CUSTOM) {
            throw new IllegalArgumentException(
                    "cannot reduce resolution when there are custom buckets");
        }
        if (target == CUSTOM) {
            throw new IllegalArgumentException("cannot reduce resolution to custom buckets schema");
        }
        if (target >= schema) {
            throw new IllegalArgumentException(
                    "cannot reduce resolution from schema " + schema + " to " + target);
        }
    }
}
