package io.narthex.tsdb.block;

import java.io.IOException;
import java.util.Arrays;

/// Series by what they do not share with the one before, as neighbours in canonical order are
/// alike in labels and in the times of their chunks; lists as gaps and runs. A series is named by
/// its number.
///
/// Groups are sections, each readable without the others. See `docs/formats/block.md`.
///
/// Thread safety: for one thread.
final class PackedSeries implements SeriesLayout {
    /// Series in a group, but for the last one.
    private static final int GROUP = 256;

    private final OutputFile file;
    private final OutputBuffer group = new OutputBuffer();
    private final OutputBuffer header = new OutputBuffer();
    private int inGroup;

    /// Of the series before in the group.
    private int[] lastPairs = new int[32];

    private int lastPairNumbers;
    private long[] lastMint = new long[16];
    private long[] lastMaxt = new long[16];
    private int lastChunks;
    private long lastRef;

    PackedSeries(OutputFile file) {
        this.file = file;
    }

    @Override
    public void add(int[] pairs, int n, ChunkPlaces chunks) throws IOException {
        int shared = 0;
        while (shared < Math.min(n, lastPairNumbers)
                && shared < 2 * IndexLayout.MOST_SHARED_PAIRS
                && lastPairs[shared] == pairs[shared]
                && lastPairs[shared + 1] == pairs[shared + 1]) {
            shared += 2;
        }
        group.uvarint(shared / 2);
        group.uvarint((n - shared) / 2);
        for (int i = shared; i < n; i++) {
            group.uvarint(pairs[i]);
        }
        addChunks(chunks);
        remember(pairs, n, chunks);
        if (++inGroup == GROUP) {
            finish();
        }
    }

    private void addChunks(ChunkPlaces chunks) {
        int n = chunks.count;
        boolean near = n == lastChunks;
        boolean same =
                near
                        && Arrays.equals(chunks.mint, 0, n, lastMint, 0, n)
                        && Arrays.equals(chunks.maxt, 0, n, lastMaxt, 0, n);
        ChunkTimes times = same ? ChunkTimes.SAME : near ? ChunkTimes.NEAR : ChunkTimes.OWN;
        group.uvarint((long) n << ChunkTimes.BITS | times.ordinal());
        long ref = lastRef;
        for (int c = 0; c < n; c++) {
            switch (times) {
                case OWN -> {
                    if (c == 0) {
                        group.varint(chunks.mint[0]);
                    } else {
                        group.uvarint(chunks.mint[c] - chunks.maxt[c - 1]);
                    }
                    group.uvarint(chunks.maxt[c] - chunks.mint[c]);
                }
                case NEAR -> {
                    group.varint(chunks.mint[c] - lastMint[c]);
                    group.varint(chunks.maxt[c] - lastMaxt[c]);
                }
                case SAME -> {}
            }
            group.varint(chunks.ref[c] - ref);
            ref = chunks.ref[c];
        }
    }

    private void remember(int[] pairs, int n, ChunkPlaces chunks) {
        if (lastPairs.length < n) {
            lastPairs = new int[2 * n];
        }
        System.arraycopy(pairs, 0, lastPairs, 0, n);
        lastPairNumbers = n;
        if (lastMint.length < chunks.count) {
            lastMint = new long[2 * chunks.count];
            lastMaxt = new long[2 * chunks.count];
        }
        lastChunks = chunks.count;
        System.arraycopy(chunks.mint, 0, lastMint, 0, lastChunks);
        System.arraycopy(chunks.maxt, 0, lastMaxt, 0, lastChunks);
        lastRef = chunks.count == 0 ? lastRef : chunks.ref[lastChunks - 1];
    }

    @Override
    public void finish() throws IOException {
        if (inGroup == 0) {
            return;
        }
        IndexLayout.writeSection(file, header, inGroup, group);
        inGroup = 0;
        lastPairNumbers = 0;
        lastChunks = 0;
        lastRef = 0;
    }

    @Override
    public void list(int[] list, int from, int to, OutputBuffer out) {
        int next = 0;
        for (int i = from; i < to; ) {
            int first = list[i];
            int end = i + 1;
            while (end < to && list[end] == first + end - i) {
                end++;
            }
            int run = end - i;
            out.uvarint((long) (first - next) << 1 | (run > 1 ? 1 : 0));
            if (run > 1) {
                out.uvarint(run - 2);
            }
            next = first + run;
            i = end;
        }
    }
}
