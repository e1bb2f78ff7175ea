package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.tsdb.index.Selection;

import org.jspecify.annotations.Nullable;

/// The series of one selection.
///
/// Thread safety: immutable; each cursor belongs to one thread.
final class HeadSeriesSet implements SeriesSet {
    private final Selection selection;
    private final @Nullable CapturedSeries captured;

    /// @param captured null where only labels were asked for
    HeadSeriesSet(Selection selection, @Nullable CapturedSeries captured) {
        this.selection = selection;
        this.captured = captured;
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
        return new Cursor(new HeadSeriesData(captured));
    }

    private record Cursor(HeadSeriesData view) implements SeriesCursor {
        @Override
        public SeriesData at(int ordinal) {
            view.moveTo(ordinal);
            return view;
        }
    }
}
