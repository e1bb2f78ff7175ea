package io.narthex.tsdb.wal;

import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.MalformedException;

import org.jspecify.annotations.Nullable;

/// The start timestamps of the samples in the record that follows, where any is known.
///
/// ```text
/// samples ever logged before that record (varint), number of its samples (varint), runs
/// runs: their number (varint); per run: samples since the start of the run before (varint), start
///       timestamp, as the difference to the run before (zigzag)
/// ```
///
/// Samples before the first run have none. The first two numbers tell whether the record that
/// follows is the one that was meant: it may be damaged.
///
/// Thread safety: immutable.
///
/// @param before samples logged before the record that was meant
/// @param count the number of its samples
/// @param runs their start timestamps
record StartsRecord(long before, long count, StartRuns.View runs) {
    void writeTo(ByteWriter out) {
        out.putVarint(before);
        out.putVarint(count);
        write(runs, out);
    }

    /// Writes runs, not more.
    static void write(StartRuns.View runs, ByteWriter out) {
        out.putVarint(runs.size());
        for (int run = 0; run < runs.size(); run++) {
            out.putVarint(runs.from()[run] - (run == 0 ? 0 : runs.from()[run - 1]));
            out.putZigzag(runs.starts()[run] - (run == 0 ? 0 : runs.starts()[run - 1]));
        }
    }

    /// @throws MalformedException if there is none
    static StartsRecord read(ByteReader in) {
        long before = in.getVarint();
        long count = in.getVarint();
        return new StartsRecord(before, count, read(in, count));
    }

    /// Reads the runs of `count` samples.
    ///
    /// @throws MalformedException if there are none
    static StartRuns.View read(ByteReader in, long count) {
        int n = in.getCount();
        int[] from = new int[n];
        long[] starts = new long[n];
        for (int run = 0; run < n; run++) {
            long samples = in.getVarint();
            long first = run == 0 ? samples : from[run - 1] + samples;
            if (samples < (run == 0 ? 0 : 1)
                    || samples >= count
                    || first >= Math.min(count, Integer.MAX_VALUE)) {
                throw new MalformedException("start timestamps from sample " + first + " on");
            }
            from[run] = (int) first;
            starts[run] = in.getZigzag() + (run == 0 ? 0 : starts[run - 1]);
        }
        return new StartRuns.View(from, starts, n);
    }

    /// The start timestamps of a record's samples.
    ///
    /// @param record the one before it; null where that is of another type
    static StartRuns.View of(@Nullable StartsRecord record, long before, long count) {
        return record != null && record.before == before && record.count == count
                ? record.runs
                : StartRuns.NONE;
    }
}
