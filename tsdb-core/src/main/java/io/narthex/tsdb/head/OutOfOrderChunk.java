package io.narthex.tsdb.head;

import org.jspecify.annotations.Nullable;

/// Samples of one series that came out of order, sorted and encoded; which came when is kept beside
/// them, because a querier that is older than some of them must not see those.
///
/// Thread safety: immutable; nobody writes to the arrays.
sealed interface OutOfOrderChunk {
    /// By position in the chunk, how many samples came before, not counting [#start].
    byte[] arrivals();

    /// How many out-of-order samples of the series came before those that were sealed together.
    long start();

    /// Time of the first sample, epoch milliseconds.
    long mint();

    /// Time of the last one.
    long maxt();

    /// Memory of the chunk with all headers, and of the reference to it.
    int memory();

    default int count() {
        return arrivals().length;
    }

    /// How many out-of-order samples of the series came before the sample at a position.
    default long number(int i) {
        return start() + arrivals()[i];
    }

    /// How many had come when the newest of the chunk's samples had.
    default long end() {
        long end = 0;
        for (int i = 0; i < count(); i++) {
            end = Math.max(end, number(i) + 1);
        }
        return end;
    }

    /// @param bytes the encoded samples
    /// @param started whether they have start timestamps, and so the other encoding
    record Floats(byte[] bytes, boolean started, byte[] arrivals, long start, long mint, long maxt)
            implements OutOfOrderChunk {
        @Override
        public int memory() {
            return bytes.length + arrivals.length + 80;
        }
    }

    /// Native histograms. Those of one series may come from several sources by turns, so they are
    /// in no chunk of an encoding, which would hold a single one then.
    ///
    /// @param bytes the histograms, each as what changed since the one before it
    /// @param times their times
    /// @param starts their start timestamps, 0 where not known; null where none is
    record Histograms(
            byte[] bytes, long[] times, long @Nullable [] starts, byte[] arrivals, long start)
            implements OutOfOrderChunk {
        @Override
        public long mint() {
            return times[0];
        }

        @Override
        public long maxt() {
            return times[times.length - 1];
        }

        @Override
        public int memory() {
            int numbers = times.length + (starts == null ? 0 : starts.length);
            return bytes.length + arrivals.length + Long.BYTES * numbers + 112;
        }
    }
}
