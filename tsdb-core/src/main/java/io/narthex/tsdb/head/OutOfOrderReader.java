package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.model.ListSeries;
import io.narthex.tsdb.chunk.LforChunk;

import java.util.Arrays;
import java.util.Comparator;

/// Sorts what a querier sees of a series' out-of-order samples.
///
/// Thread safety: for one thread.
final class OutOfOrderReader {
    private final OutOfOrderSealer decoder = new OutOfOrderSealer();
    private long[] times = new long[64];
    private double[] values = new double[64];
    private long[] starts = new long[64];
    private boolean started;
    private int size;

    /// @param deleted what the querier knows to be deleted
    ListSeries read(OutOfOrderView view, SeriesTombstones deleted, long ref, Labels labels) {
        size = 0;
        started = false;
        for (OutOfOrderChunk chunk : view.chunks()) {
            LforChunk decoded = decoder.decode(chunk);
            for (int i = 0; i < chunk.count(); i++) {
                long t = decoded.timeAt(i);
                if (chunk.number(i) < view.end() && !deleted.hidesLate(t, chunk.number(i))) {
                    add(t, decoded.valueAt(i), decoded.startAt(i));
                }
            }
        }
        long[] viewed = view.starts();
        for (int i = 0; view.start() + i < view.end(); i++) {
            if (!deleted.hidesLate(view.times()[i], view.start() + i)) {
                add(view.times()[i], view.values()[i], viewed == null ? 0 : viewed[i]);
            }
        }
        return sorted(ref, labels);
    }

    private void add(long t, double v, long start) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
        }
        started |= start != 0;
        starts[size] = start;
        times[size] = t;
        values[size++] = v;
    }

    private ListSeries sorted(long ref, Labels labels) {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> times[i]));
        long[] sortedTimes = new long[size];
        double[] sortedValues = new double[size];
        long[] sortedStarts = new long[size];
        for (int i = 0; i < size; i++) {
            sortedTimes[i] = times[order[i]];
            sortedValues[i] = values[order[i]];
            sortedStarts[i] = starts[order[i]];
        }
        ListSeries series = new ListSeries(ref, labels, sortedTimes, sortedValues);
        return started ? series.withStartTimestamps(sortedStarts) : series;
    }
}
