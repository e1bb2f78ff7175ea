package io.narthex.remote;

import java.util.Arrays;

/// Where the series of a request lie in its bytes, and which of the samples given to the store are
/// theirs.
///
/// Thread safety: for one thread; reuse it.
final class SeriesPlaces {
    private static final int KEPT = 1 << 16;

    private int[] firstSample = new int[64];
    private int[] from = new int[64];
    private int[] to = new int[64];
    private int count;

    void clear() {
        count = 0;
        if (firstSample.length > KEPT) {
            firstSample = new int[64];
            from = new int[64];
            to = new int[64];
        }
    }

    /// Begins with another series.
    ///
    /// @param appended samples given to the store before it
    void add(int appended, int fieldsFrom, int fieldsTo) {
        if (count == firstSample.length) {
            firstSample = Arrays.copyOf(firstSample, 2 * count);
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
        firstSample[count] = appended;
        from[count] = fieldsFrom;
        to[count] = fieldsTo;
        count++;
    }

    /// Position of the series that was added last.
    int last() {
        return count - 1;
    }

    /// Where the fields of a series begin.
    int from(int series) {
        return from[series];
    }

    /// Where the fields of a series end, exclusive.
    int to(int series) {
        return to[series];
    }

    /// The series of a sample.
    ///
    /// @param index position among the samples given to the store
    int of(int index) {
        int found = Arrays.binarySearch(firstSample, 0, count, index);
        int series = found >= 0 ? found : -found - 2;
        // A series without an appended sample has the number of the one behind it.
        while (series + 1 < count && firstSample[series + 1] == index) {
            series++;
        }
        return series;
    }
}
