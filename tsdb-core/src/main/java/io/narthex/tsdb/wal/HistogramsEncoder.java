package io.narthex.tsdb.wal;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.io.ByteWriter;

import org.jspecify.annotations.Nullable;

/// Collects the native histograms of one commit and writes them one behind the other.
///
/// ```text
/// samples ever logged before this record (varint), number of histograms (varint)
/// per histogram: difference of its reference to the one before (zigzag), of its time (zigzag), the
///                histogram, as what changed since the last one in the record that was not stale
/// ```
///
/// [HistogramBytes] has the histograms themselves.
///
/// Thread safety: for one thread at a time.
public final class HistogramsEncoder {
    private final ByteWriter body = new ByteWriter(256);
    private @Nullable FloatHistogram last;
    private long lastRef;
    private long lastTime;
    private final StartRuns starts = new StartRuns();
    private int count;

    HistogramsEncoder() {}

    /// Starts again.
    void clear() {
        body.clear();
        last = null;
        lastRef = 0;
        lastTime = 0;
        starts.clear();
        count = 0;
    }

    /// The number of histograms so far.
    public int count() {
        return count;
    }

    /// Bytes so far.
    int bytes() {
        return body.size();
    }

    /// Adds a histogram.
    ///
    /// @param t epoch milliseconds
    public void add(long ref, long t, FloatHistogram h) {
        body.putZigzag(ref - lastRef);
        body.putZigzag(t - lastTime);
        HistogramBytes.write(last, h, body);
        lastRef = ref;
        lastTime = t;
        last = HistogramCuts.isStale(h) ? last : h;
        count++;
    }

    /// Gives the histogram added last a start timestamp; for all of a commit or for none.
    ///
    /// @param start epoch milliseconds; 0 where not known
    public void start(long start) {
        starts.append(count - 1, start);
    }

    /// The start timestamps so far.
    StartRuns.View starts() {
        return starts.view();
    }

    /// Writes the payload.
    ///
    /// @param before samples ever logged before these
    void writeTo(ByteWriter out, long before) {
        out.putVarint(before);
        out.putVarint(count);
        out.put(body);
    }
}
