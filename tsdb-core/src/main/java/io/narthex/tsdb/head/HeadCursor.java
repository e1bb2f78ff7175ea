package io.narthex.tsdb.head;

import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.tsdb.merge.SplicedSeries;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Walks over captured series. Those with out-of-order samples are merged with them by time; where
/// both have a time, the sample that came in order counts.
///
/// Thread safety: for one thread.
final class HeadCursor implements SeriesCursor {
    private final CapturedSeries captured;
    private final HeadSeriesData view;
    private @Nullable OutOfOrderReader reader;
    private @Nullable SplicedSeries merged;

    HeadCursor(CapturedSeries captured, HeadSeriesData view) {
        this.captured = captured;
        this.view = view;
    }

    @Override
    public SeriesData at(int ordinal) {
        view.moveTo(ordinal);
        OutOfOrderView late = captured.outOfOrder == null ? null : captured.outOfOrder[ordinal];
        return late == null ? view : merge(late);
    }

    private SeriesData merge(OutOfOrderView late) {
        if (reader == null || merged == null) {
            reader = new OutOfOrderReader();
            merged = new SplicedSeries();
        }
        merged.clear(view.ref(), view.labels());
        merged.merge(List.of(view, reader.read(late, view.ref(), view.labels())));
        return merged;
    }
}
