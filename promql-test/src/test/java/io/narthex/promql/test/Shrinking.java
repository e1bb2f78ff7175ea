package io.narthex.promql.test;

import io.narthex.model.ListSeries;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.test.naive.NaiveEvaluator.Settings;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Makes a failing case small: fewer series, one step, fewer samples.
///
/// @param fails whether a case still fails
record Shrinking(Predicate<RandomCase> fails) {
    RandomCase smallest(RandomCase failing) {
        RandomCase small = oneStep(fewerSeries(failing));
        for (int i = 0; i < small.data().size(); i++) {
            small = fewerSamples(small, i);
        }
        return small;
    }

    private RandomCase fewerSeries(RandomCase failing) {
        RandomCase small = failing;
        for (int i = small.data().size() - 1; i >= 0; i--) {
            List<ListSeries> rest = new ArrayList<>(small.data());
            rest.remove(i);
            small = smaller(small, small.with(rest));
        }
        return small;
    }

    private RandomCase oneStep(RandomCase failing) {
        Settings s = failing.settings();
        for (long t = s.start(); s.step() > 0 && t <= s.end(); t += s.step()) {
            RandomCase once = failing.with(at(s, t));
            if (fails.test(once)) {
                return once;
            }
        }
        return failing;
    }

    private static Settings at(Settings s, long t) {
        return new Settings(
                t, t, 0, s.lookback(), s.subqueryStep(), s.delayedNames(), s.startTimestamps());
    }

    private RandomCase fewerSamples(RandomCase failing, int series) {
        RandomCase small = failing;
        for (int n = small.data().get(series).count() / 2; n >= 1; n /= 2) {
            for (int from = 0; from < small.data().get(series).count(); from += n) {
                List<ListSeries> less = new ArrayList<>(small.data());
                less.set(series, without(less.get(series), from, n));
                small = smaller(small, small.with(less));
            }
        }
        return small;
    }

    private RandomCase smaller(RandomCase known, RandomCase tried) {
        return fails.test(tried) ? tried : known;
    }

    /// A series without some of its samples.
    private static ListSeries without(ListSeries s, int from, int n) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < s.count(); i++) {
            if (i < from || i >= from + n) {
                kept.add(i);
            }
        }
        long[] times = kept.stream().mapToLong(s::timeAt).toArray();
        double[] values = kept.stream().mapToDouble(s::valueAt).toArray();
        long[] starts = kept.stream().mapToLong(s::startTimestampAt).toArray();
        @Nullable FloatHistogram[] histograms = new @Nullable FloatHistogram[times.length];
        for (int k = 0; k < times.length; k++) {
            histograms[k] = s.isHistogram(kept.get(k)) ? s.histogramAt(kept.get(k)) : null;
        }
        ListSeries rest = new ListSeries(s.ref(), s.labels(), times, values, histograms);
        return s.hasStartTimestamps() ? rest.withStartTimestamps(starts) : rest;
    }
}
