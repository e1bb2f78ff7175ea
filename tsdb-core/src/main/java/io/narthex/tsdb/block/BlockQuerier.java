package io.narthex.tsdb.block;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.ReadReport;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.tsdb.merge.Intervals;

import java.util.Arrays;
import java.util.List;

/// One query's view of a block, with the deletions as of its opening.
///
/// Thread safety: as [Querier] says; [#close] may be called from any thread.
final class BlockQuerier implements Querier {
    private final Block block;
    private final Tombstones tombstones;
    private final long mint;
    private final long maxt;
    private boolean closed;

    BlockQuerier(Block block, Tombstones tombstones, long mint, long maxt) {
        this.block = block;
        this.tombstones = tombstones;
        this.mint = mint;
        this.maxt = maxt;
    }

    synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the querier is closed");
        }
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        requireOpen();
        long from = Math.max(mint, hints.mint());
        long to = Math.min(maxt, hints.maxt());
        BlockIndex index = block.index();
        BlockSelection all = index.select(matchers);
        BlockSelection found = withSamples(index, all, from, to, hints);
        ReadReport report = hints.report();
        BlockReads reads =
                report == null ? null : BlockReads.of(index.directory(), found.series(), report);
        return new BlockSeriesSet(this, block, found, tombstones, from, to, reads);
    }

    /// Those series that have a chunk in a range of which something is left.
    private BlockSelection withSamples(
            BlockIndex index, BlockSelection all, long from, long to, SelectHints hints) {
        int limit = hints.limit();
        SeriesDirectory directory = index.directory();
        int[] series = all.series();
        if (tombstones.isEmpty()
                && directory.liesWithin(from, to)
                && (limit <= 0 || limit >= series.length)) {
            return all;
        }
        int[] found = new int[series.length];
        int n = 0;
        for (int i = 0; i < series.length; i++) {
            hints.check(i);
            int s = series[i];
            int end = directory.endChunk(s);
            int chunk = directory.firstEndingFrom(directory.firstChunk(s), end, from);
            Intervals deleted = tombstones.of(directory.ref(s));
            while (chunk < end && deleted.contains(directory.mint(chunk), directory.maxt(chunk))) {
                chunk++;
            }
            if (chunk < end && directory.mint(chunk) <= to) {
                found[n++] = s;
                if (n == limit) {
                    return new BlockSelection(Arrays.copyOf(found, n), 0);
                }
            }
        }
        return n == series.length ? all : index.part(all, Arrays.copyOf(found, n));
    }

    /// Blocks that do not tell how many of their samples are floats may hold histograms.
    @Override
    public boolean mayHoldHistograms() {
        BlockMeta.Stats stats = block.meta().stats();
        return stats.histogramSamples() > 0 || stats.floatSamples() != stats.samples();
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        requireOpen();
        return block.index().labelNames(matchers, limit);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        requireOpen();
        return block.index().labelValues(name, matchers, limit);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        block.unpin();
    }
}
