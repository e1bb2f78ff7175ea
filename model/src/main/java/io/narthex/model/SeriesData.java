package io.narthex.model;

import io.narthex.model.histogram.FloatHistogram;

/// The samples of one series in one snapshot: `count()` samples, indexed from 0, ascending by time,
/// one per timestamp. Stale markers are samples like others.
///
/// The bulk calls copy into the caller's arrays; ask for whole windows, not single samples, where
/// more than a few are needed.
///
/// Thread safety: for the thread that owns the cursor.
public interface SeriesData {
    /// The series' reference.
    long ref();

    /// The series' labels.
    Labels labels();

    /// Which sample types occur.
    Kind kind();

    /// The number of samples.
    int count();

    /// Copies the times (epoch milliseconds) of samples `from … from+n-1` to `dst[at…]`.
    void times(int from, int n, long[] dst, int at);

    /// Copies the float values of samples `from … from+n-1` to `dst[at…]`; a histogram's place gets
    /// its sum, or the stale marker.
    void values(int from, int n, double[] dst, int at);

    /// The time of one sample.
    long timeAt(int i);

    /// The float value of one sample; for a histogram its sum, or the stale marker.
    double valueAt(int i);

    /// The native histogram at an index.
    ///
    /// @throws UnsupportedOperationException where [#isHistogram] is false
    default FloatHistogram histogramAt(int i) {
        throw new UnsupportedOperationException("sample " + i + " of " + labels() + " is a float");
    }

    /// Whether the sample at an index is a native histogram.
    default boolean isHistogram(int i) {
        return false;
    }

    /// Whether [#startTimestampAt] may be known for any sample.
    default boolean hasStartTimestamps() {
        return false;
    }

    /// When what the sample counts began to be counted, in epoch milliseconds; 0 where that is not
    /// known. A source may get it wrong: it need not lie before the sample.
    default long startTimestampAt(int i) {
        return 0;
    }

    /// The index of the first sample with a time of at least `t`; `count()` where there is none.
    default int lowerBound(long t) {
        int lo = 0;
        int hi = count();
        while (lo < hi) {
            int mid = (lo + hi) >>> 1;
            if (timeAt(mid) < t) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo;
    }

    /// Whether no value among samples `from … from+n-1` is below its predecessor within the range:
    /// a counter without resets. `false` may also mean "not known". NaN compares false, as in
    /// Prometheus.
    default boolean noDrop(int from, int n) {
        return false;
    }

    /// Writes the key of the times and stale positions of samples `from … from+n-1`, so that one
    /// window plan can serve every series that shares them.
    ///
    /// @return whether the key was written; `false` sends the caller to the general kernel
    default boolean timeKey(int from, int n, TimeKey key) {
        return false;
    }
}
