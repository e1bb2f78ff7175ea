package io.narthex.tsdb.block;

import io.narthex.model.Labels;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.tsdb.merge.Intervals;
import io.narthex.tsdb.merge.NumberedSeries;
import io.narthex.tsdb.merge.SplicedSeries;

import org.jspecify.annotations.Nullable;

import java.util.Collection;

/// The series of one selection.
///
/// Thread safety: immutable; each cursor belongs to one thread.
final class BlockSeriesSet implements NumberedSeries {
    private final BlockQuerier querier;
    private final Block block;
    private final SeriesDirectory directory;
    private final BlockSelection selection;
    private final int[] series;
    private final Tombstones tombstones;
    private final long mint;
    private final long maxt;
    private final @Nullable BlockReads reads;

    /// @param reads where to tell what is read; null where nobody asks
    BlockSeriesSet(
            BlockQuerier querier,
            Block block,
            BlockSelection selection,
            Tombstones tombstones,
            long mint,
            long maxt,
            @Nullable BlockReads reads) {
        this.querier = querier;
        this.block = block;
        this.directory = block.index().directory();
        this.selection = selection;
        this.series = selection.series();
        this.tombstones = tombstones;
        this.mint = mint;
        this.maxt = maxt;
        this.reads = reads;
    }

    @Override
    public int size() {
        return series.length;
    }

    @Override
    public Labels labels(int ordinal) {
        return directory.labels(series[ordinal]);
    }

    @Override
    public Labels labels(int ordinal, Collection<String> names) {
        return directory.labels(series[ordinal], names);
    }

    /// The offset of the series in the index divided by 16, as Prometheus has it.
    @Override
    public long ref(int ordinal) {
        return directory.ref(series[ordinal]);
    }

    @Override
    public long fingerprint() {
        return selection.fingerprint();
    }

    @Override
    public Object source() {
        return directory;
    }

    @Override
    public int number(int ordinal) {
        return series[ordinal];
    }

    @Override
    public SeriesCursor cursor() {
        return new Cursor(new BlockSeriesData(querier, block.index(), block.segments(), reads));
    }

    private final class Cursor implements SeriesCursor {
        private final BlockSeriesData view;
        private final SplicedSeries rest = new SplicedSeries();

        Cursor(BlockSeriesData view) {
            this.view = view;
        }

        @Override
        public SeriesData at(int ordinal) {
            view.moveTo(series[ordinal], ordinal, mint, maxt);
            Intervals deleted = tombstones.of(view.ref());
            if (deleted.isEmpty()) {
                return view;
            }
            rest.clear(view.ref(), view.labels());
            rest.addWithout(view, deleted);
            return rest;
        }
    }
}
