package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.model.SeriesCursor;
import io.narthex.tsdb.index.Selection;
import io.narthex.tsdb.index.SeriesIndex;
import io.narthex.tsdb.merge.NumberedSeries;

import org.jspecify.annotations.Nullable;

/// The series of one selection.
///
/// Thread safety: immutable; each cursor belongs to one thread.
final class HeadSeriesSet implements NumberedSeries {
    private final SeriesIndex index;
    private final Selection selection;
    private final @Nullable CapturedSeries captured;

    private final @Nullable HeadReads reads;

    /// @param index where the series were selected
    /// @param captured null where only labels were asked for
    /// @param reads where to tell what is read; null where nobody asks
    HeadSeriesSet(
            SeriesIndex index,
            Selection selection,
            @Nullable CapturedSeries captured,
            @Nullable HeadReads reads) {
        this.index = index;
        this.selection = selection;
        this.captured = captured;
        this.reads = reads;
    }

    @Override
    public int size() {
        return selection.size();
    }

    @Override
    public Labels labels(int ordinal) {
        return selection.labels()[ordinal];
    }

    @Override
    public long ref(int ordinal) {
        return selection.refs()[ordinal];
    }

    @Override
    public long fingerprint() {
        return selection.fingerprint();
    }

    @Override
    public Object source() {
        return index;
    }

    @Override
    public int number(int ordinal) {
        return selection.slots()[ordinal];
    }

    @Override
    public SeriesCursor cursor() {
        if (captured == null) {
            throw new IllegalStateException("the selection was made for labels only");
        }
        return new HeadCursor(captured, reads);
    }
}
