package io.narthex.tsdb.wal;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.MalformedException;

import org.jspecify.annotations.Nullable;

/// Steps through the native histograms of a record as [HistogramsEncoder] says.
///
/// Thread safety: for one thread.
public final class HistogramsDecoder {
    private final ByteReader in;
    private final long before;
    private final int count;
    private final StartRuns.View starts;
    private int read;
    private long ref;
    private long time;
    private FloatHistogram histogram = HistogramCuts.STALE;
    private @Nullable FloatHistogram last;

    /// @param startsBefore the record before this one, where it is of start timestamps
    /// @throws MalformedException if the payload is none
    HistogramsDecoder(ByteReader in, @Nullable StartsRecord startsBefore) {
        this.before = in.getVarint();
        this.count = in.getCount();
        this.starts = StartsRecord.of(startsBefore, before, count);
        this.in = in;
    }

    /// Samples ever logged before the first one of this record.
    long before() {
        return before;
    }

    /// The number of histograms.
    public int count() {
        return count;
    }

    /// Steps to the next histogram; false at the end.
    ///
    /// @throws MalformedException if there should be one and is none
    public boolean next() {
        if (read == count) {
            return false;
        }
        ref += in.getZigzag();
        time += in.getZigzag();
        histogram = HistogramBytes.read(last, in);
        last = HistogramCuts.isStale(histogram) ? last : histogram;
        read++;
        return true;
    }

    /// The histogram's series.
    public long ref() {
        return ref;
    }

    /// The histogram's time, epoch milliseconds.
    public long time() {
        return time;
    }

    /// The histogram's start timestamp, epoch milliseconds; 0 where it is not known.
    public long start() {
        return starts.at(read - 1);
    }

    /// The histogram itself.
    public FloatHistogram histogram() {
        return histogram;
    }
}
