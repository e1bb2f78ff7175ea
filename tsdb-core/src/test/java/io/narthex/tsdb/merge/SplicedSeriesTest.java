package io.narthex.tsdb.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.ListSeries;
import io.narthex.model.SeriesData;
import io.narthex.model.StaleNaN;
import io.narthex.model.TimeKey;
import io.narthex.testkit.ForwardingSeriesData;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.SeriesDataContract;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A series cut into stretches, with foreign samples around them, reads as the series.
class SplicedSeriesTest extends SeriesDataContract {
    private static final Labels X = Labels.of(Labels.NAME, "x");

    @Override
    protected SeriesData series(Labels labels, long[] times, double[] values, long[] starts) {
        boolean started = Arrays.stream(starts).anyMatch(s -> s != 0);
        RandomGenerator r = Seeds.random(times.length);
        SplicedSeries spliced = new SplicedSeries();
        spliced.clear(7, labels);
        int from = 0;
        while (from < times.length) {
            int n = r.nextInt(1, times.length - from + 1);
            int before = r.nextInt(3);
            int start = Math.max(0, from - before);
            ListSeries source =
                    new ListSeries(
                            1,
                            labels,
                            Arrays.copyOfRange(times, start, times.length),
                            Arrays.copyOfRange(values, start, times.length));
            if (started) {
                source =
                        source.withStartTimestamps(Arrays.copyOfRange(starts, start, times.length));
            }
            spliced.add(source, from - start, n);
            from += n;
        }
        return spliced;
    }

    @Test
    void merge_overlappingSeries_takesTheFirstOfEqualTimes() {
        Seeds.forEach(
                500,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    TreeMap<Long, Double> expected = new TreeMap<>();
                    List<ListSeries> sources = new ArrayList<>();
                    for (int k = r.nextInt(1, 5); k > 0; k--) {
                        TreeMap<Long, Double> own = new TreeMap<>();
                        long begin = r.nextInt(100);
                        int step = r.nextInt(1, 20);
                        for (int i = r.nextInt(30); i > 0; i--) {
                            own.put(begin + r.nextInt(step) + (long) i * step, r.nextDouble());
                        }
                        own.forEach(expected::putIfAbsent);
                        sources.add(list(own));
                    }
                    SplicedSeries merged = new SplicedSeries();
                    merged.clear(1, X);
                    merged.merge(sources);
                    TreeMap<Long, Double> found = new TreeMap<>();
                    for (int i = 0; i < merged.count(); i++) {
                        found.put(merged.timeAt(i), merged.valueAt(i));
                    }
                    assertThat(found).isEqualTo(expected);
                    assertThat(merged.count()).isEqualTo(expected.size());
                });
    }

    private static ListSeries list(TreeMap<Long, Double> samples) {
        return new ListSeries(
                1,
                X,
                samples.keySet().stream().mapToLong(Long::longValue).toArray(),
                samples.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// The third sample is stale in the one series, in the other the third of the second stretch.
    @Test
    void timeKey_staleInAnotherStretch_differs() {
        double[] early = {1, 2, StaleNaN.VALUE, 4, 5, 6, 7, 8};
        double[] late = {1, 2, 3, 4, 5, 6, StaleNaN.VALUE, 8};
        long[] times = {10, 20, 30, 40, 50, 60, 70, 80};
        SplicedSeries two = new SplicedSeries();
        two.clear(1, X);
        two.add(new ListSeries(1, X, times, late), 0, 4);
        two.add(new ListSeries(1, X, times.clone(), late), 4, 4);
        TimeKey spliced = new TimeKey();
        assertThat(two.timeKey(0, 8, spliced)).isTrue();
        TimeKey plain = new TimeKey();
        assertThat(new ListSeries(1, X, times, early).timeKey(0, 8, plain)).isTrue();
        assertThat(spliced).isNotEqualTo(plain);
    }

    /// A list whose times are known to lie within bounds, and that counts reads of times.
    private static final class Fenced extends ForwardingSeriesData implements Bounded {
        private final long oldest;
        private final long newest;
        private int reads;

        Fenced(Map<Long, Double> samples, long oldest, long newest) {
            super(list(new TreeMap<>(samples)));
            this.oldest = oldest;
            this.newest = newest;
        }

        @Override
        public long oldest() {
            return oldest;
        }

        @Override
        public long newest() {
            return newest;
        }

        @Override
        public int lowerBound(long t) {
            reads++;
            return super.lowerBound(t);
        }

        @Override
        public long timeAt(int i) {
            reads++;
            return super.timeAt(i);
        }
    }

    @Test
    void merge_seriesWhoseBoundsDoNotOverlap_readsNothing() {
        Fenced middle = new Fenced(Map.of(10L, 1., 19L, 2.), 10, 19);
        Fenced last = new Fenced(Map.of(25L, 3.), 20, Long.MAX_VALUE);
        Fenced first = new Fenced(Map.of(1L, 0.), 0, 9);
        Fenced none = new Fenced(Map.of(), 5, 15);
        SplicedSeries merged = new SplicedSeries();
        for (int round = 0; round < 2; round++) {
            merged.clear(1, X);
            merged.merge(List.of(last, middle, none, first));
        }
        assertThat(first.reads + middle.reads + last.reads).isZero();
        assertThat(merged.count()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(merged.valueAt(i)).isEqualTo(i);
        }
    }

    @Test
    void merge_seriesWhoseBoundsTouch_goesByTime() {
        Fenced one = new Fenced(Map.of(10L, 1., 20L, 3.), 10, 20);
        Fenced other = new Fenced(Map.of(15L, 2., 20L, 4.), 15, 20);
        SplicedSeries merged = new SplicedSeries();
        merged.clear(1, X);
        merged.merge(List.of(one, other));
        assertThat(merged.count()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(merged.valueAt(i)).isEqualTo(i + 1);
        }
    }
}
