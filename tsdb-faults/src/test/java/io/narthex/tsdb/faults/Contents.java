package io.narthex.tsdb.faults;

import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.SeriesDataReader;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Everything a store holds, as text.
final class Contents {
    private Contents() {}

    static String sample(Labels labels, long t, double v) {
        return labels + " " + t + "=" + Long.toHexString(Double.doubleToRawLongBits(v));
    }

    /// The time of a sample, epoch milliseconds.
    static long time(String sample) {
        return Long.parseLong(
                sample.substring(sample.lastIndexOf(' ') + 1, sample.lastIndexOf('=')));
    }

    static Set<String> of(Queryable store) {
        return of(store, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /// What a store has in a range, both ends inclusive, and perhaps more.
    static Set<String> of(Queryable store, long mint, long maxt) {
        Set<String> all = new TreeSet<>();
        forEach(
                store,
                mint,
                maxt,
                sample -> {
                    if (!all.add(sample)) {
                        throw new AssertionError("twice: " + sample);
                    }
                });
        return all;
    }

    /// Everything a store holds, where some of it may be there twice.
    static Set<String> withRepeats(Queryable store) {
        Set<String> all = new TreeSet<>();
        forEach(store, Long.MIN_VALUE, Long.MAX_VALUE, all::add);
        return all;
    }

    private static void forEach(Queryable store, long mint, long maxt, Consumer<String> samples) {
        try (Querier querier = store.querier(mint, maxt)) {
            SeriesSet set = SeriesDataReader.selectAll(querier);
            for (int i = 0; i < set.size(); i++) {
                Labels labels = set.labels(i);
                SeriesDataReader.forEach(
                        set.cursor().at(i), (t, v) -> samples.accept(sample(labels, t, v)));
            }
        }
    }

    /// Checks that every sample has the start timestamp of its series.
    static void checkStarts(String what, Queryable store) {
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet set = SeriesDataReader.selectAll(querier);
            for (int i = 0; i < set.size(); i++) {
                SeriesData data = set.cursor().at(i);
                for (int k = 0; k < data.count(); k++) {
                    if (data.startTimestampAt(k) != Scenario.start(set.labels(i))) {
                        throw new AssertionError(what + ": " + set.labels(i) + " at " + k);
                    }
                }
            }
        }
    }
}
