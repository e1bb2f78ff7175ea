package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.tsdb.index.Selection;

import org.jspecify.annotations.Nullable;

/// The series of one selection.
///
/// Thread safety: immutable; each cursor belongs to one thread.
final class HeadSeriesSet implements SeriesSet {
    private final Selection selection;
    private final @Nullable CapturedSeries captured;

    private final @Nullable HeadReads reads;

    /// @param captured null where only labels were asked for
    /// @param reads where to tell what is read; null where nobody asks
    HeadSeriesSet(
            Selection selection, @Nullable CapturedSeries captured, @Nullable HeadReads reads) {
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
    public SeriesCursor cursor() {
        if (captured == null) {
            throw new IllegalStateException("the selection was made for labels only");
        }
        return new HeadCursor(captured, reads);
    }
}
