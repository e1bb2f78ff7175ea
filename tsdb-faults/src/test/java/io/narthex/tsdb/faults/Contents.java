package io.narthex.tsdb.faults;

import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.SeriesDataReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    /// What a store has in a range, both ends inclusive, and perhaps more. Checks that no time of
    /// a series is there twice, or behind a newer one.
    static Set<String> of(Queryable store, long mint, long maxt) {
        Set<String> all = new TreeSet<>();
        try (Querier querier = store.querier(mint, maxt)) {
            SeriesSet set = SeriesDataReader.selectAll(querier);
            for (int i = 0; i < set.size(); i++) {
                add(set.labels(i), set.cursor().at(i), all);
            }
        }
        return all;
    }

    private static void add(Labels labels, SeriesData data, Set<String> all) {
        List<Long> times = new ArrayList<>();
        SeriesDataReader.forEach(
                data,
                (t, v) -> {
                    if (!times.isEmpty() && t <= times.getLast()) {
                        throw new AssertionError(labels + ": " + t + " behind " + times.getLast());
                    }
                    times.add(t);
                    if (!all.add(sample(labels, t, v))) {
                        throw new AssertionError("twice: " + sample(labels, t, v));
                    }
                });
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
