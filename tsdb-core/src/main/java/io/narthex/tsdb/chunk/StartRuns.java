package io.narthex.tsdb.chunk;

import java.util.Arrays;

/// The start timestamps of samples one behind the other, as runs of equal ones. They begin with a
/// run of unknown ones (0), so where no start timestamp is known there is nothing.
///
/// The arrays only grow at their end or are replaced, so a reader may keep a [View].
///
/// Thread safety: for one writer at a time; a view is for anybody who got it from the writer.
public final class StartRuns {
    /// No start timestamp is known.
    public static final View NONE = new View(new int[0], new long[0], 0);

    /// The runs as they were at some time.
    ///
    /// @param from index of each run's first sample, ascending
    /// @param starts epoch milliseconds of each run; 0 where not known
    /// @param size how many runs there are
    public record View(int[] from, long[] starts, int size) {
        /// The start timestamp of the sample at an index, epoch milliseconds; 0 where not known.
        public long at(int i) {
            int run = Arrays.binarySearch(from, 0, size, i);
            run = run >= 0 ? run : -run - 2;
            return run < 0 ? 0 : starts[run];
        }

        /// Copies the start timestamps of the first `n` samples.
        public void fill(long[] dst, int n) {
            int end = size == 0 ? n : Math.min(n, from[0]);
            Arrays.fill(dst, 0, end, 0);
            for (int run = 0; run < size && from[run] < n; run++) {
                int next = run + 1 < size ? Math.min(n, from[run + 1]) : n;
                Arrays.fill(dst, from[run], next, starts[run]);
            }
        }
    }

    private int[] from = new int[1];
    private long[] starts = new long[1];
    private int size;

    /// Adds a sample's start timestamp.
    ///
    /// @param index of the sample, above all before; what lies between has the start timestamp
    ///     before
    /// @param start epoch milliseconds; 0 where not known
    public void append(int index, long start) {
        if (start == (size == 0 ? 0 : starts[size - 1])) {
            return;
        }
        if (size == from.length) {
            from = Arrays.copyOf(from, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
        }
        from[size] = index;
        starts[size++] = start;
    }

    /// Forgets all; for owners that gave no views away.
    public void clear() {
        size = 0;
    }

    /// The runs so far.
    public View view() {
        return size == 0 ? NONE : new View(from, starts, size);
    }

    /// Memory of the runs.
    public long memory() {
        return 80 + 12L * from.length;
    }
}
