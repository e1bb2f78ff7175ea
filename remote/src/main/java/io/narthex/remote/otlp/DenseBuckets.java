package io.narthex.remote.otlp;

/// Counts of neighbouring buckets.
///
/// @param offset the index of the first one
/// @param counts per bucket, unsigned; not to be written to
///
/// Thread safety: immutable.
record DenseBuckets(int offset, long[] counts) {
    /// No buckets.
    static final DenseBuckets NONE = new DenseBuckets(0, new long[0]);

    /// Sums have at most so many, as with OpenTelemetry's processors; finer ones are reduced.
    private static final int MOST = 160;

    /// The index behind the last bucket.
    private long end() {
        return (long) offset + counts.length;
    }

    private boolean isEmpty() {
        return counts.length == 0;
    }

    /// How often neighbours are to be joined until the buckets of both are few enough.
    static int levelsToFit(DenseBuckets a, DenseBuckets b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        long first = Math.min(a.offset, b.offset);
        long last = Math.max(a.end(), b.end()) - 1;
        int levels = 0;
        while ((last >> levels) - (first >> levels) >= MOST) {
            levels++;
        }
        return levels;
    }

    /// The same counts in buckets that are wider.
    ///
    /// @param levels how often two neighbours become one
    DenseBuckets reduced(int levels) {
        if (levels == 0 || isEmpty()) {
            return this;
        }
        // Further than this there is only the bucket below 1 and the one above.
        int shift = Math.min(levels, Integer.SIZE);
        long first = (long) offset >> shift;
        long[] wider = new long[(int) (((end() - 1) >> shift) - first) + 1];
        for (int i = 0; i < counts.length; i++) {
            wider[(int) ((((long) offset + i) >> shift) - first)] += counts[i];
        }
        return new DenseBuckets((int) first, wider);
    }

    /// The counts of both, whose buckets are equally wide.
    DenseBuckets plus(DenseBuckets other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        long first = Math.min(offset, other.offset);
        long[] both = new long[(int) (Math.max(end(), other.end()) - first)];
        System.arraycopy(counts, 0, both, (int) (offset - first), counts.length);
        for (int i = 0; i < other.counts.length; i++) {
            both[(int) (other.offset - first) + i] += other.counts[i];
        }
        return new DenseBuckets((int) first, both);
    }
}
