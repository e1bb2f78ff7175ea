package io.narthex.model.histogram;

import java.util.Arrays;
import java.util.List;

/// The counts of one side of a histogram, by bucket index, in ascending order of the index.
///
/// A bucket that is there with count 0 is not the same as one that is not there: values compare
/// unequal, until [#compact] drops the empty ones.
///
/// Thread safety: immutable as long as nobody writes to arrays that were handed over.
public final class Buckets {
    /// No buckets.
    public static final Buckets NONE = new Buckets(new int[0], new double[0]);

    private final int[] indexes;
    private final double[] counts;

    private Buckets(int[] indexes, double[] counts) {
        this.indexes = indexes;
        this.counts = counts;
    }

    /// A run of consecutive buckets, as Prometheus' formats write them.
    ///
    /// @param offset gap after the end of the previous span; for the first the index of its bucket
    /// @param length how many buckets, unsigned
    public record Span(int offset, int length) {}

    /// Buckets by index.
    ///
    /// @param indexes strictly ascending; handed over
    /// @param counts as many; handed over
    public static Buckets of(int[] indexes, double[] counts) {
        if (indexes.length != counts.length) {
            throw new IllegalArgumentException(
                    indexes.length + " indexes, but " + counts.length + " counts");
        }
        for (int i = 1; i < indexes.length; i++) {
            if (indexes[i] <= indexes[i - 1]) {
                throw new IllegalArgumentException("bucket indexes do not ascend");
            }
        }
        return indexes.length == 0 ? NONE : new Buckets(indexes, counts);
    }

    /// Consecutive buckets.
    ///
    /// @param first index of the first
    public static Buckets run(int first, double... counts) {
        return ofSpans(List.of(new Span(first, counts.length)), counts);
    }

    /// Buckets as spans and their counts, one after the other.
    ///
    /// @throws IllegalArgumentException if they do not fit each other, with Prometheus' words
    public static Buckets ofSpans(List<Span> spans, double[] counts) {
        return of(Spans.indexes(spans, counts.length), counts);
    }

    /// The fewest spans that hold the buckets.
    public List<Span> spans() {
        return Spans.of(indexes);
    }

    /// How many buckets there are, empty ones included.
    public int size() {
        return indexes.length;
    }

    /// The index of the i-th bucket.
    public int index(int i) {
        return indexes[i];
    }

    /// The count of the i-th bucket.
    public double count(int i) {
        return counts[i];
    }

    /// Whether a count is not zero.
    public boolean hasObservations() {
        for (double count : counts) {
            if (count != 0) {
                return true;
            }
        }
        return false;
    }

    /// The buckets that hold something.
    public Buckets compact() {
        int kept = 0;
        for (double count : counts) {
            kept += count != 0 ? 1 : 0;
        }
        if (kept == counts.length) {
            return this;
        }
        int[] keptIndexes = new int[kept];
        double[] keptCounts = new double[kept];
        int n = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                keptIndexes[n] = indexes[i];
                keptCounts[n++] = counts[i];
            }
        }
        return of(keptIndexes, keptCounts);
    }

    /// The same buckets with other counts.
    ///
    /// @param other as many as there are buckets; handed over
    public Buckets withCounts(double[] other) {
        return of(indexes, other);
    }

    /// Each count times a factor.
    public Buckets multiply(double factor) {
        double[] scaled = counts.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return of(indexes, scaled);
    }

    /// Each count divided by a number.
    public Buckets divide(double divisor) {
        double[] scaled = counts.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= divisor;
        }
        return of(indexes, scaled);
    }

    /// The buckets of a coarser exponential schema.
    ///
    /// @param levels how much lower the schema's number is, not negative
    public Buckets coarser(int levels) {
        if (levels == 0 || indexes.length == 0) {
            return this;
        }
        int[] merged = new int[indexes.length];
        double[] sums = new double[indexes.length];
        int n = 0;
        for (int i = 0; i < indexes.length; i++) {
            int index = HistogramSchema.coarserIndex(indexes[i], levels);
            if (n > 0 && merged[n - 1] == index) {
                sums[n - 1] += counts[i];
            } else {
                merged[n] = index;
                sums[n++] = counts[i];
            }
        }
        return of(Arrays.copyOf(merged, n), Arrays.copyOf(sums, n));
    }

    /// Whether any count is infinite.
    boolean hasOverflow() {
        return Arrays.stream(counts).anyMatch(Double::isInfinite);
    }

    /// Same buckets with the same bits.
    @Override
    public boolean equals(Object o) {
        return o instanceof Buckets other
                && Arrays.equals(indexes, other.indexes)
                && Arrays.equals(counts, other.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indexes) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < indexes.length; i++) {
            out.append(i == 0 ? "" : ", ").append(indexes[i]).append(':').append(counts[i]);
        }
        return out.append('}').toString();
    }
}
