package io.narthex.tsdb.head;

import io.narthex.model.ReadReport;

/// Tells a [ReadReport] which chunks of a captured selection are read.
///
/// Thread safety: safe for concurrent calls.
final class HeadReads {
    private final ReadReport report;

    /// The number of each series' first chunk; its open block follows its sealed chunks.
    private final int[] first;

    private final CapturedSeries captured;

    private HeadReads(CapturedSeries captured, ReadReport report, int[] first) {
        this.captured = captured;
        this.report = report;
        this.first = first;
    }

    /// Tells how many chunks there are.
    static HeadReads of(CapturedSeries captured, ReadReport report) {
        int[] first = new int[captured.selection.size()];
        int chunks = 0;
        for (int i = 0; i < first.length; i++) {
            first[i] = chunks;
            chunks += captured.chunkCount(i) + (captured.hasOpen(i) ? 1 : 0);
        }
        int base = report.selected(chunks);
        for (int i = 0; i < first.length; i++) {
            first[i] += base;
        }
        return new HeadReads(captured, report, first);
    }

    /// A sealed chunk was read.
    void sealed(int ordinal, int chunk, int bytes) {
        report.decoded(first[ordinal] + chunk, bytes);
    }

    /// The open block was read.
    void open(int ordinal, int bytes) {
        if (captured.hasOpen(ordinal)) {
            report.decoded(first[ordinal] + captured.chunkCount(ordinal), bytes);
        }
    }
}
