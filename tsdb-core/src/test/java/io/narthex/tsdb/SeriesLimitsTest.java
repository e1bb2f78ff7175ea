package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.tsdb.cardinality.IndexStats;
import io.narthex.tsdb.cardinality.SeriesChurn;
import io.narthex.tsdb.cardinality.SeriesLimits;
import io.narthex.tsdb.cardinality.SeriesRefusals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// At a limit new series are refused, each by the limit that it meets, and nothing else happens.
class SeriesLimitsTest {
    private static final long T0 = 1_790_000_000_000L;

    private static Tsdb store(SeriesLimits limits) {
        return new Tsdb(
                TsdbOptions.builder()
                        .maintenanceInterval(Duration.ZERO)
                        .seriesLimits(limits)
                        .build());
    }

    private static long resolve(Tsdb store, String metric, String job, int i) {
        try (Appender appender = store.appender()) {
            long ref =
                    appender.resolve(
                            Labels.of(Labels.NAME, metric, "job", job, "user_id", "u" + i));
            if (!SeriesRef.isRefusal(ref)) {
                appender.append(ref, T0, 1);
                assertThat(appender.commit().accepted()).isEqualTo(1);
            } else {
                assertThat(SeriesRef.reason(ref)).isEqualTo(AppendStatus.SERIES_LIMIT);
            }
            return ref;
        }
    }

    @Test
    void fullMetric_refusesItsNewSeriesOnly() {
        try (Tsdb store = store(new SeriesLimits(0, 0, 3))) {
            long first = resolve(store, "requests_total", "web", 0);
            for (int i = 1; i < 10; i++) {
                resolve(store, "requests_total", "web", i);
            }
            assertThat(store.seriesCount()).isEqualTo(3);
            assertThat(SeriesRef.isRefusal(resolve(store, "other_total", "web", 1))).isFalse();
            try (Appender appender = store.appender()) {
                assertThat(appender.append(first, T0 + 1000, 2)).isEqualTo(AppendStatus.OK);
                assertThat(appender.commit().accepted()).isEqualTo(1);
            }
            assertThat(store.refusals()).isEqualTo(new SeriesRefusals(0, 0, 7, 0));
            assertThat(store.stats().seriesRefused()).isEqualTo(7);
        }
    }

    @Test
    void fullJob_leavesOtherJobsAlone() {
        try (Tsdb store = store(new SeriesLimits(0, 4, 0))) {
            for (int i = 0; i < 6; i++) {
                resolve(store, "m" + i, "web", i);
                resolve(store, "m" + i % 3, "db", i);
            }
            assertThat(store.seriesCount()).isEqualTo(8);
            assertThat(store.refusals()).isEqualTo(new SeriesRefusals(0, 4, 0, 0));
            assertThat(SeriesRef.isRefusal(resolve(store, "m", "cache", 0))).isFalse();
        }
    }

    @Test
    void fullStore_stillTakesWhatTellsOfScrapes() {
        try (Tsdb store = store(new SeriesLimits(2, 0, 0))) {
            for (int i = 0; i < 5; i++) {
                resolve(store, "m", "web", i);
            }
            assertThat(SeriesRef.isRefusal(resolve(store, "up", "web", 0))).isFalse();
            assertThat(store.refusals()).isEqualTo(new SeriesRefusals(3, 0, 0, 0));
        }
    }

    @Test
    void fullMemory_refusesNewSeries() {
        TsdbOptions options =
                TsdbOptions.builder().maintenanceInterval(Duration.ZERO).maxBytes(10_000).build();
        try (Tsdb store = new Tsdb(options)) {
            for (int i = 0; i < 20; i++) {
                resolve(store, "m", "web", i);
            }
            assertThat(store.seriesCount()).isBetween(3L, 8L);
            assertThat(store.refusals().memory()).isEqualTo(20 - store.seriesCount());
        }
    }

    @Test
    void droppedSeries_makeRoom() {
        TsdbOptions options =
                TsdbOptions.builder()
                        .maintenanceInterval(Duration.ZERO)
                        .seriesLimits(new SeriesLimits(0, 0, 2))
                        .build();
        try (Tsdb store = new Tsdb(options);
                Appender empty = store.appender()) {
            empty.resolve(Labels.of(Labels.NAME, "m", "i", "1"));
            empty.resolve(Labels.of(Labels.NAME, "m", "i", "2"));
            long third = empty.resolve(Labels.of(Labels.NAME, "m", "i", "3"));
            assertThat(SeriesRef.isRefusal(third)).isTrue();
            empty.rollback();
            store.collectGarbage();
            assertThat(SeriesRef.isRefusal(resolve(store, "m", "web", 3))).isFalse();
        }
    }

    @Test
    void status_tellsBytesPerMetricAndChurn() {
        try (Tsdb store = store(SeriesLimits.NONE)) {
            for (int i = 0; i < 9; i++) {
                resolve(store, i < 6 ? "large" : "small" + i, "web", i);
            }
            List<IndexStats.Count> bytes = store.bytesByMetric(2);
            assertThat(bytes).extracting(IndexStats.Count::name).containsExactly("large", "small6");
            assertThat(bytes.getFirst().count()).isEqualTo(6 * bytes.getLast().count());
            assertThat(bytes.getLast().count()).isBetween(64L, 600L);
            assertThat(store.churn()).isEqualTo(new SeriesChurn(9, 0));
        }
    }
}
