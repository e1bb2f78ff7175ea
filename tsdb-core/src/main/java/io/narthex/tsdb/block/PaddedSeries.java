package io.narthex.tsdb.block;

import java.io.IOException;
import java.util.Arrays;

/// Series as Prometheus writes them: each for itself at a multiple of 16, lists of four bytes each.
/// In memory are four bytes per series.
///
/// Thread safety: for one thread.
final class PaddedSeries implements SeriesLayout {
    private final OutputFile file;
    private final OutputBuffer buffer = new OutputBuffer();
    private final OutputBuffer prefix = new OutputBuffer();
    private int[] refs = new int[512];
    private int series;

    PaddedSeries(OutputFile file) {
        this.file = file;
    }

    @Override
    public void add(int[] pairs, int n, ChunkPlaces chunks) throws IOException {
        file.pad(IndexLayout.SERIES_ALIGNMENT);
        long ref = file.position() / IndexLayout.SERIES_ALIGNMENT;
        if (ref > 0xffff_ffffL) {
            throw new IOException("more than 64 GiB do not fit an index");
        }
        if (series == refs.length) {
            refs = Arrays.copyOf(refs, 2 * series);
        }
        refs[series++] = (int) ref;
        buffer.uvarint(n / 2);
        for (int i = 0; i < n; i++) {
            buffer.uvarint(pairs[i]);
        }
        addChunks(chunks);
        prefix.uvarint(buffer.size());
        buffer.crc(0);
        file.write(prefix);
        file.write(buffer);
    }

    private void addChunks(ChunkPlaces chunks) {
        buffer.uvarint(chunks.count);
        for (int c = 0; c < chunks.count; c++) {
            if (c == 0) {
                buffer.varint(chunks.mint[0]);
            } else {
                buffer.uvarint(chunks.mint[c] - chunks.maxt[c - 1]);
            }
            buffer.uvarint(chunks.maxt[c] - chunks.mint[c]);
            if (c == 0) {
                buffer.uvarint(chunks.ref[0]);
            } else {
                buffer.varint(chunks.ref[c] - chunks.ref[c - 1]);
            }
        }
    }

    @Override
    public void finish() {}

    @Override
    public void list(int[] list, int from, int to, OutputBuffer out) {
        for (int i = from; i < to; i++) {
            out.u32(refs[list[i]]);
        }
    }
}
