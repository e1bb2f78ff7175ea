package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.model.ListSeries;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.tsdb.chunk.HistogramCuts;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Comparator;

/// Sorts what a querier sees of a series' out-of-order samples.
///
/// Thread safety: for one thread.
final class OutOfOrderReader {
    private final OutOfOrderSealer decoder = new OutOfOrderSealer();
    private OutOfOrderColumns samples = OutOfOrderColumns.of(64);
    private int size;

    /// @param deleted what the querier knows to be deleted
    ListSeries read(OutOfOrderView view, SeriesTombstones deleted, long ref, Labels labels) {
        size = 0;
        samples = OutOfOrderColumns.of(samples.times().length);
        for (OutOfOrderChunk chunk : view.chunks()) {
            OutOfOrderColumns decoded = decoder.decode(chunk);
            for (int i = 0; i < chunk.count(); i++) {
                long number = chunk.number(i);
                if (number < view.end() && !deleted.hidesLate(decoded.times()[i], number)) {
                    samples = samples.with(size++, decoded, i);
                }
            }
        }
        for (int i = 0; view.start() + i < view.end(); i++) {
            if (!deleted.hidesLate(view.buffer().times()[i], view.start() + i)) {
                samples = samples.with(size++, view.buffer(), i);
            }
        }
        return sorted(ref, labels);
    }

    private ListSeries sorted(long ref, Labels labels) {
        OutOfOrderColumns all = samples;
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> all.times()[i]));
        dropRepeats(order);
        long[] times = new long[size];
        double[] values = new double[size];
        long[] starts = all.starts() == null ? null : new long[size];
        @Nullable FloatHistogram[] histograms =
                all.histograms() == null ? null : new @Nullable FloatHistogram[size];
        for (int i = 0; i < size; i++) {
            times[i] = all.times()[order[i]];
            values[i] = all.values()[order[i]];
            if (starts != null) {
                starts[i] = all.startAt(order[i]);
            }
            if (histograms != null) {
                histograms[i] = withoutHint(all.histogramAt(order[i]));
            }
        }
        ListSeries series = new ListSeries(ref, labels, times, values, histograms);
        return starts == null ? series : series.withStartTimestamps(starts);
    }

    /// A time is stored once, but a damaged checkpoint may say another thing: the first one counts.
    private void dropRepeats(Integer[] order) {
        int n = 0;
        for (Integer i : order) {
            if (n == 0 || samples.times()[i] > samples.times()[order[n - 1]]) {
                order[n++] = i;
            }
        }
        size = n;
    }

    /// What came with a histogram of a reset before it was about another sample before it.
    private static @Nullable FloatHistogram withoutHint(@Nullable FloatHistogram h) {
        return h == null || HistogramCuts.isStale(h) || h.resetHint() == ResetHint.GAUGE
                ? h
                : h.withHint(ResetHint.UNKNOWN);
    }
}
