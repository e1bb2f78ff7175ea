package io.narthex.tsdb.block;

import io.narthex.model.ReadReport;

/// Tells a [ReadReport] which chunks of a selection from a block are read.
///
/// Thread safety: safe for concurrent calls.
final class BlockReads {
    private final ReadReport report;

    /// By ordinal what turns a chunk's number in the block into its number in the report.
    private final int[] shift;

    private BlockReads(ReadReport report, int[] shift) {
        this.report = report;
        this.shift = shift;
    }

    /// Tells how many chunks the selected series have, whatever their times.
    static BlockReads of(SeriesDirectory directory, int[] series, ReadReport report) {
        int[] shift = new int[series.length];
        int chunks = 0;
        for (int i = 0; i < series.length; i++) {
            int first = directory.firstChunk(series[i]);
            shift[i] = chunks - first;
            chunks += directory.endChunk(series[i]) - first;
        }
        int base = report.selected(chunks);
        for (int i = 0; i < shift.length; i++) {
            shift[i] += base;
        }
        return new BlockReads(report, shift);
    }

    /// A chunk was read.
    ///
    /// @param ordinal of its series in the selection
    /// @param chunk its number in the block
    void read(int ordinal, int chunk, int bytes) {
        report.decoded(chunk + shift[ordinal], bytes);
    }
}
