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

import org.junit.jupiter.api.AfterEach;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A series whose samples came in any order reads like one whose samples came in order.
class OutOfOrderSeriesContractTest extends SeriesDataContract {
    private final List<AutoCloseable> opened = new ArrayList<>();

    @Override
    protected SeriesData series(Labels labels, long[] times, double[] values, long[] starts) {
        TsdbOptions options =
                TsdbOptions.builder()
                        .maintenanceInterval(Duration.ZERO)
                        .outOfOrderWindow(Duration.ofDays(3650))
                        .build();
        Tsdb store = new Tsdb(options);
        RandomGenerator random = Seeds.random(times[0] + times.length);
        try (StartTimestampAppender appender = store.appender()) {
            long ref = appender.resolve(labels);
            for (int i : shuffled(times.length, random)) {
                appender.append(ref, times[i], values[i], starts[i]);
            }
            assertThat(appender.commit().rejections()).isEmpty();
        }
        Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE);
        opened.add(querier);
        opened.add(store);
        return querier.select(
                        SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                        List.of(LabelMatcher.equal(Labels.NAME, labels.metricName())))
                .cursor()
                .at(0);
    }

    /// Mostly in order, as in life, or not at all.
    private static int[] shuffled(int n, RandomGenerator random) {
        int reach = random.nextBoolean() ? n : 5;
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int other = Math.max(0, i - random.nextInt(reach));
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable c : opened) {
            c.close();
        }
    }
}
