package io.narthex.tsdb.block;

import io.narthex.model.Labels;

import java.util.Arrays;

/// What was written of one series of buckets: the next bucket of the same histogram, which counts
/// nearly the same, is stored by how much it differs.
///
/// In canonical order the buckets of a histogram follow each other where no label behind `le` tells
/// histograms apart, as is usual; where they don't, nothing is lost but room.
///
/// Thread safety: for one thread.
final class BucketChunks {
    private static final String LE = "le";

    private Labels labels = Labels.empty();

    /// Its first chunk's number in the block.
    private long first;

    private int count;
    private long[][] times = new long[4][];
    private double[][] values = new double[4][];
    private int[] depths = new int[4];

    /// Whether a series is one of buckets.
    static boolean isBucket(Labels labels) {
        return labels.get(LE) != null;
    }

    /// Begins with a series.
    ///
    /// @param chunk the number in the block of its first chunk
    void start(Labels of, long chunk) {
        labels = of;
        first = chunk;
        count = 0;
    }

    /// Begins with nothing.
    void clear() {
        start(Labels.empty(), 0);
    }

    /// Adds a chunk behind the others.
    ///
    /// @param depth how many other chunks its values need
    void add(long[] chunkTimes, double[] chunkValues, int n, int depth) {
        if (count == depths.length) {
            times = Arrays.copyOf(times, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
            depths = Arrays.copyOf(depths, 2 * count);
        }
        times[count] = Arrays.copyOf(chunkTimes, n);
        values[count] = Arrays.copyOf(chunkValues, n);
        depths[count++] = depth;
    }

    /// The number of chunks.
    int count() {
        return count;
    }

    /// Whether a bucket is of the same histogram.
    boolean isBeside(Labels other) {
        int n = labels.size();
        if (n == 0 || n != other.size()) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (!labels.name(i).equals(other.name(i))
                    || !labels.name(i).equals(LE) && !labels.value(i).equals(other.value(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a chunk has given times.
    boolean hasTimes(int chunk, long[] expected, int n) {
        return chunk < count && Arrays.equals(times[chunk], 0, times[chunk].length, expected, 0, n);
    }

    double[] values(int chunk) {
        return values[chunk];
    }

    int depth(int chunk) {
        return depths[chunk];
    }

    /// The number of a chunk in the block.
    long number(int chunk) {
        return first + chunk;
    }
}
