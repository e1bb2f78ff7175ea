package io.narthex.tsdb.head;

import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.tsdb.merge.Intervals;
import io.narthex.tsdb.merge.SplicedSeries;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Walks over captured series, without what is deleted. Those with out-of-order samples are merged
/// with them by time; where both have a time, the sample that came in order counts.
///
/// Thread safety: for one thread.
final class HeadCursor implements SeriesCursor {
    private final CapturedSeries captured;
    private final HeadSeriesData floats;
    private final @Nullable HeadReads reads;
    private @Nullable HistogramSeriesData histograms;
    private @Nullable OutOfOrderReader reader;
    private @Nullable SplicedSeries remaining;
    private @Nullable SplicedSeries merged;

    /// @param reads where to tell what is read; null where nobody asks
    HeadCursor(CapturedSeries captured, @Nullable HeadReads reads) {
        this.captured = captured;
        this.reads = reads;
        this.floats = new HeadSeriesData(captured, reads);
    }

    @Override
    public SeriesData at(int ordinal) {
        SeriesTombstones deleted = captured.deleted(ordinal);
        SeriesData inOrder = inOrder(ordinal);
        if (!deleted.inOrder().isEmpty()) {
            inOrder = without(inOrder, deleted.inOrder());
        }
        OutOfOrderView late = captured.outOfOrder == null ? null : captured.outOfOrder[ordinal];
        return late == null ? inOrder : merge(inOrder, late, deleted);
    }

    private SeriesData inOrder(int ordinal) {
        if (!captured.hasHistograms(ordinal)) {
            floats.moveTo(ordinal);
            return floats;
        }
        if (histograms == null) {
            histograms = new HistogramSeriesData(captured, reads);
        }
        histograms.moveTo(ordinal);
        return histograms;
    }

    private SeriesData without(SeriesData view, Intervals deleted) {
        if (remaining == null) {
            remaining = new SplicedSeries();
        }
        remaining.clear(view.ref(), view.labels());
        remaining.addWithout(view, deleted);
        return remaining;
    }

    private SeriesData merge(SeriesData view, OutOfOrderView late, SeriesTombstones deleted) {
        if (reader == null || merged == null) {
            reader = new OutOfOrderReader();
            merged = new SplicedSeries();
        }
        merged.clear(view.ref(), view.labels());
        merged.merge(List.of(view, reader.read(late, deleted, view.ref(), view.labels())));
        return merged;
    }
}
