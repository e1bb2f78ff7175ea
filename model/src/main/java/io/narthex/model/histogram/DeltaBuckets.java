package io.narthex.model.histogram;

import io.narthex.model.histogram.Buckets.Span;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The integer counts of one side of a histogram, as Prometheus' formats write them: runs of
/// buckets, and each count but the first as its difference from the one before.
///
/// What was read from outside may contradict itself; [#problem] tells. Everything else wants
/// buckets without a problem.
///
/// Thread safety: immutable as long as nobody writes to the array, which nobody may.
public final class DeltaBuckets {
    /// No buckets.
    public static final DeltaBuckets NONE = new DeltaBuckets(List.of(), new long[0]);

    private final List<Span> spans;
    private final long[] deltas;

    private DeltaBuckets(List<Span> spans, long[] deltas) {
        this.spans = spans;
        this.deltas = deltas;
    }

    /// Buckets as they are written.
    ///
    /// @param deltas the first count, then differences; handed over
    public static DeltaBuckets of(List<Span> spans, long... deltas) {
        return spans.isEmpty() && deltas.length == 0
                ? NONE
                : new DeltaBuckets(List.copyOf(spans), deltas);
    }

    /// Buckets by index.
    ///
    /// @param indexes strictly ascending
    static DeltaBuckets ofCounts(int[] indexes, long[] counts) {
        long[] deltas = counts.clone();
        for (int i = deltas.length - 1; i > 0; i--) {
            deltas[i] -= deltas[i - 1];
        }
        return of(Spans.of(indexes), deltas);
    }

    /// The runs of buckets.
    public List<Span> spans() {
        return spans;
    }

    /// The first count, then the differences.
    public long[] deltas() {
        return deltas;
    }

    /// How many buckets there are, empty ones included.
    public int size() {
        return deltas.length;
    }

    /// The counts themselves.
    public long[] counts() {
        long[] counts = deltas.clone();
        for (int i = 1; i < counts.length; i++) {
            counts[i] += counts[i - 1];
        }
        return counts;
    }

    /// The total of all counts.
    long total() {
        return Arrays.stream(counts()).sum();
    }

    /// What is wrong with the spans, in Prometheus' words; null if nothing is.
    @Nullable String problemOfSpans() {
        return Spans.problem(spans, deltas.length);
    }

    /// What is wrong with the counts, in Prometheus' words; null if nothing is.
    @Nullable String problemOfCounts() {
        long[] counts = counts();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0) {
                return HistogramProblem.negativeBucket(i, Long.toString(counts[i]));
            }
        }
        return null;
    }

    /// The same buckets with float counts.
    ///
    /// @throws IllegalArgumentException if spans and counts do not fit each other
    public Buckets toBuckets() {
        double[] counts = new double[deltas.length];
        double count = 0;
        for (int i = 0; i < counts.length; i++) {
            count += deltas[i];
            counts[i] = count;
        }
        return Buckets.ofSpans(spans, counts);
    }

    /// The buckets that hold something, and between those the empty ones of short gaps, which cost
    /// less than a further span.
    ///
    /// @param maxEmpty the longest run of empty buckets that stays
    /// @throws IllegalArgumentException if spans and counts do not fit each other
    public DeltaBuckets compact(int maxEmpty) {
        int[] indexes = Spans.indexes(spans, deltas.length);
        long[] counts = counts();
        IntStream.Builder keptIndexes = IntStream.builder();
        LongStream.Builder keptCounts = LongStream.builder();
        int next = Integer.MAX_VALUE; // index after the last bucket kept
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                continue;
            }
            if (indexes[i] - (long) next <= maxEmpty) {
                for (; next < indexes[i]; next++) {
                    keptIndexes.add(next);
                    keptCounts.add(0);
                }
            }
            keptIndexes.add(indexes[i]);
            keptCounts.add(counts[i]);
            next = indexes[i] + 1;
        }
        return ofCounts(keptIndexes.build().toArray(), keptCounts.build().toArray());
    }

    /// The buckets of a coarser exponential schema.
    ///
    /// @param levels how much lower the schema's number is, not negative
    /// @throws IllegalArgumentException if spans and counts do not fit each other
    DeltaBuckets coarser(int levels) {
        int[] indexes = Spans.indexes(spans, deltas.length);
        long[] counts = counts();
        int n = 0;
        for (int i = 0; i < counts.length; i++) {
            int index = HistogramSchema.coarserIndex(indexes[i], levels);
            if (n > 0 && indexes[n - 1] == index) {
                counts[n - 1] += counts[i];
            } else {
                indexes[n] = index;
                counts[n++] = counts[i];
            }
        }
        return ofCounts(Arrays.copyOf(indexes, n), Arrays.copyOf(counts, n));
    }

    /// Same counts in the same buckets, however the spans are cut.
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DeltaBuckets other
                && Arrays.equals(deltas, other.deltas)
                && Spans.joined(spans).equals(Spans.joined(other.spans));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(deltas);
    }

    /// Index and count of each bucket.
    @Override
    public String toString() {
        return problemOfSpans() == null ? toBuckets().toString() : spans + ":" + deltas.length;
    }
}
