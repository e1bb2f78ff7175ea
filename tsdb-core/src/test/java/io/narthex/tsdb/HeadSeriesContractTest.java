package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.StartTimestampAppender;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.SeriesDataContract;
import io.narthex.testkit.StartSequences;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The head's view of a series keeps the contract over open blocks, sealed chunks and both.
class HeadSeriesContractTest extends SeriesDataContract {
    private final List<AutoCloseable> opened = new ArrayList<>();

    @Override
    protected SeriesData series(Labels labels, long[] times, double[] values, long[] starts) {
        Tsdb store = new Tsdb(TsdbOptions.builder().maintenanceInterval(Duration.ZERO).build());
        Labels named = labels.metricName().isEmpty() ? labels.with(Labels.NAME, "m") : labels;
        try (StartTimestampAppender appender = store.appender()) {
            long ref = appender.resolve(named);
            for (int i = 0; i < times.length; i++) {
                appender.append(ref, times[i], values[i], starts[i]);
            }
            assertThat(appender.commit().rejections()).isEmpty();
        }
        Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE);
        opened.add(querier);
        opened.add(store);
        return querier.select(
                        SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                        List.of(LabelMatcher.equal(Labels.NAME, named.metricName())))
                .cursor()
                .at(0);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable c : opened) {
            c.close();
        }
    }

    @Test
    void longSeries_readsLikeItsArrays() {
        Seeds.forEach(
                60,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(1, 1500);
                    long[] times = new long[n];
                    double[] values = new double[n];
                    long t = 1_790_000_000_000L;
                    for (int i = 0; i < n; i++) {
                        t += r.nextInt(20) == 0 ? r.nextInt(1, 400_000) : 15_000;
                        times[i] = t;
                        values[i] = r.nextInt(5) == 0 ? r.nextDouble() : r.nextInt(1000);
                    }
                    long[] starts = StartSequences.of(r, times);
                    SeriesData data = series(Labels.of(Labels.NAME, "x"), times, values, starts);
                    compare(data, times, values, r);
                });
    }

    private static void compare(SeriesData data, long[] times, double[] values, RandomGenerator r) {
        int n = times.length;
        assertThat(data.count()).isEqualTo(n);
        for (int round = 0; round < 20; round++) {
            int from = r.nextInt(n);
            int length = r.nextInt(n - from + 1);
            long[] gotTimes = new long[length];
            double[] gotValues = new double[length];
            data.times(from, length, gotTimes, 0);
            data.values(from, length, gotValues, 0);
            for (int i = 0; i < length; i++) {
                assertThat(gotTimes[i]).isEqualTo(times[from + i]);
                assertThat(gotValues[i]).isEqualTo(values[from + i]);
            }
            int at = r.nextInt(n);
            assertThat(data.timeAt(at)).isEqualTo(times[at]);
            assertThat(data.valueAt(at)).isEqualTo(values[at]);
            long bound = times[at] + r.nextInt(3) - 1;
            int expected = 0;
            while (expected < n && times[expected] < bound) {
                expected++;
            }
            assertThat(data.lowerBound(bound)).isEqualTo(expected);
        }
    }
}
