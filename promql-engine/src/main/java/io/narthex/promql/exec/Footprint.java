package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.window.MixedWindows;

import org.jspecify.annotations.Nullable;

/// What things take in memory, roughly and rather too much than too little, for the byte budget.
///
/// Thread safety: stateless.
final class Footprint {
    /// A row in a table by labels: the entry, its key and its number.
    static final long TABLE_ENTRY = 96;

    private Footprint() {}

    /// A text of so many characters.
    static long text(long chars) {
        return 56 + 2 * chars;
    }

    /// Labels whose texts belong to others.
    static long labels(Labels labels) {
        return 48 + 16L * labels.size();
    }

    /// The labels of all rows, whose texts belong to others.
    static long labels(Rows rows) {
        long bytes = 0;
        for (int row = 0; row < rows.size(); row++) {
            bytes += labels(rows.labels(row));
        }
        return bytes;
    }

    /// A native histogram.
    static long histogram(FloatHistogram h) {
        return 120 + buckets(h.positive()) + buckets(h.negative()) + 8L * h.bounds().length;
    }

    /// All samples of a series.
    static long windows(MixedWindows windows) {
        long bytes = 96;
        for (FloatHistogram h : windows.samples()) {
            bytes += 32 + (h == null ? 0 : histogram(h));
        }
        return bytes;
    }

    private static long buckets(Buckets buckets) {
        return 48 + 12L * buckets.size();
    }

    /// A copy of a column, its histograms included.
    static long column(StepColumn column) {
        return 9L * column.steps() + 64 + histograms(column);
    }

    /// The histograms of a column; one that stays over some steps counts once.
    static long histograms(StepColumn column) {
        @Nullable FloatHistogram @Nullable [] all = column.histograms();
        if (all == null) {
            return 0;
        }
        long bytes = 8L * column.steps();
        @Nullable FloatHistogram before = null;
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            FloatHistogram h = all[k];
            if (h != null && !isSame(h, before)) {
                bytes += histogram(h);
            }
            before = h;
        }
        return bytes;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(FloatHistogram h, @Nullable FloatHistogram other) {
        return h == other;
    }
}
