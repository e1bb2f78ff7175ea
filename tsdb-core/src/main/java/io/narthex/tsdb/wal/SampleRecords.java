package io.narthex.tsdb.wal;

import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.io.ByteWriter;

/// Collects the samples of a commit, or of a checkpoint, and writes them as records: first what
/// came in order, then what came late, and of both the floats before the histograms. Start
/// timestamps are in records of their own, each before the one it is about.
///
/// Thread safety: for one thread at a time.
public final class SampleRecords {
    private final SamplesEncoder floats = new SamplesEncoder();
    private final HistogramsEncoder histograms = new HistogramsEncoder();
    private final SamplesEncoder lateFloats = new SamplesEncoder();
    private final HistogramsEncoder lateHistograms = new HistogramsEncoder();

    SampleRecords() {}

    /// Floats that came in order.
    public SamplesEncoder floats() {
        return floats;
    }

    /// Native histograms that came in order.
    public HistogramsEncoder histograms() {
        return histograms;
    }

    /// Floats older than their series' newest sample.
    public SamplesEncoder lateFloats() {
        return lateFloats;
    }

    /// Native histograms older than their series' newest sample.
    public HistogramsEncoder lateHistograms() {
        return lateHistograms;
    }

    /// Forgets what was collected.
    void clear() {
        floats.clear();
        histograms.clear();
        lateFloats.clear();
        lateHistograms.clear();
    }

    /// Writes what was collected, and forgets it.
    ///
    /// @param position where `out` begins in its file
    /// @param before samples ever logged before these
    /// @return how many samples there were
    int writeTo(ByteWriter out, long position, long before) {
        int n = write(floats, RecordType.SAMPLES, out, position, before);
        n += write(histograms, RecordType.HISTOGRAMS, out, position, before + n);
        n += write(lateFloats, RecordType.OUT_OF_ORDER, out, position, before + n);
        n += write(lateHistograms, RecordType.LATE_HISTOGRAMS, out, position, before + n);
        clear();
        return n;
    }

    private static int write(
            SamplesEncoder from, RecordType type, ByteWriter out, long position, long before) {
        int n = from.count();
        if (n > 0) {
            writeStarts(from.starts(), n, out, position, before);
            int at = begin(out);
            from.writeTo(out, before);
            RecordLayout.finish(out, at, type, n, position + at);
        }
        return n;
    }

    private static int write(
            HistogramsEncoder from, RecordType type, ByteWriter out, long position, long before) {
        int n = from.count();
        if (n > 0) {
            writeStarts(from.starts(), n, out, position, before);
            int at = begin(out);
            from.writeTo(out, before);
            RecordLayout.finish(out, at, type, n, position + at);
        }
        return n;
    }

    /// Those of the record that comes next.
    private static void writeStarts(
            StartRuns.View starts, int count, ByteWriter out, long position, long before) {
        if (starts.size() > 0) {
            int at = begin(out);
            new StartsRecord(before, count, starts).writeTo(out);
            RecordLayout.finish(out, at, RecordType.START_TIMESTAMPS, starts.size(), position + at);
        }
    }

    private static int begin(ByteWriter out) {
        int at = out.size();
        out.skip(RecordLayout.HEADER);
        return at;
    }
}
