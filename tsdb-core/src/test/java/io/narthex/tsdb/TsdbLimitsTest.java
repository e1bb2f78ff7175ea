package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesRef;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.cardinality.SeriesLimits;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class TsdbLimitsTest {
    private static final long T0 = 1_790_000_000_000L;
    private static final long HOUR = 3_600_000;
    private static final TsdbOptions OPTIONS =
            TsdbOptions.builder().maintenanceInterval(Duration.ZERO).build();

    private static Labels series(int i) {
        return Labels.of(Labels.NAME, "m", "i", "" + i);
    }

    private static CommitResult write(Tsdb store, Labels labels, long t, double v) {
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(labels), t, v);
            return appender.commit();
        }
    }

    private static SeriesSet all(Querier querier) {
        return querier.select(
                SelectHints.range(0, Long.MAX_VALUE),
                List.of(LabelMatcher.equal(Labels.NAME, "m")));
    }

    @Test
    void sampleOlderThanHalfARange_isOutOfBounds() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            write(store, series(1), T0, 1);
            CommitResult result = write(store, series(2), T0 - HOUR - 1, 1);
            assertThat(result.rejections())
                    .containsExactly(new CommitResult.Rejection(0, AppendStatus.OUT_OF_BOUNDS));
            assertThat(write(store, series(2), T0 - HOUR, 1).accepted()).isEqualTo(1);
            assertThat(store.stats().outOfBounds()).isEqualTo(1);
        }
    }

    @Test
    void seriesWhoseFirstSampleIsTooOld_isNotCreated() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            write(store, series(1), T0, 1);
            try (Appender appender = store.appender()) {
                assertThat(appender.resolve(series(2), T0 - HOUR - 1))
                        .isEqualTo(SeriesRef.refusal(AppendStatus.OUT_OF_BOUNDS));
                long known = appender.resolve(series(1), T0 - HOUR - 1);
                assertThat(known).isEqualTo(appender.resolve(series(1)));
                assertThat(store.seriesCount()).isEqualTo(1);
                assertThat(store.stats().outOfBounds()).isEqualTo(1);
                assertThat(appender.resolve(series(2), T0 - HOUR)).isPositive();
            }
        }
        TsdbOptions late = OPTIONS.toBuilder().outOfOrderWindow(Duration.ofHours(1)).build();
        try (Tsdb store = new Tsdb(late)) {
            write(store, series(1), T0, 1);
            try (Appender appender = store.appender()) {
                assertThat(appender.resolve(series(2), T0 - 3 * HOUR)).isPositive();
            }
        }
    }

    @Test
    void retention_dropsOldChunksAndKeepsWhatAQuerierSelected() {
        TsdbOptions options =
                OPTIONS.toBuilder()
                        .retention(Duration.ofHours(1))
                        .clock(new ManualClock(T0 + 100 * HOUR))
                        .build();
        try (Tsdb store = new Tsdb(options)) {
            for (int i = 0; i < 1000; i++) {
                write(store, series(1), T0 + i * 15_000L, i);
            }
            try (Querier before = store.querier(0, Long.MAX_VALUE)) {
                SeriesCursor selected = all(before).cursor();
                store.collectGarbage();
                assertThat(selected.at(0).count()).isEqualTo(1000);
                assertThat(selected.at(0).valueAt(0)).isZero();
            }
            try (Querier after = store.querier(0, Long.MAX_VALUE)) {
                int left = all(after).cursor().at(0).count();
                assertThat(left).isBetween(240, 240 + 120);
                assertThat(all(after).cursor().at(0).valueAt(0)).isEqualTo(1000 - left);
            }
            assertThat(store.minTime()).isGreaterThan(T0);
            assertThat(store.stats().chunksRemoved()).isPositive();
        }
    }

    @Test
    void fullStore_refusesNewSeriesAndTakesKnownOnes() {
        try (Tsdb store =
                        new Tsdb(
                                OPTIONS.toBuilder()
                                        .seriesLimits(new SeriesLimits(2, 0, 0))
                                        .build());
                Appender appender = store.appender()) {
            long known = appender.resolve(series(1));
            appender.resolve(series(2));
            long refused = appender.resolve(series(3));
            assertThat(SeriesRef.isRefusal(refused)).isTrue();
            assertThat(SeriesRef.reason(refused)).isEqualTo(AppendStatus.SERIES_LIMIT);
            assertThat(appender.resolve(series(1))).isEqualTo(known);
            assertThat(appender.append(known, T0, 1)).isEqualTo(AppendStatus.OK);
            assertThat(store.stats().seriesRefused()).isEqualTo(1);
        }
    }

    @Test
    void memory_returnsToItsLevelAfterChurn() {
        TsdbOptions options =
                OPTIONS.toBuilder()
                        .retention(Duration.ofMinutes(10))
                        .clock(new ManualClock(T0 + 1000 * HOUR))
                        .build();
        try (Tsdb store = new Tsdb(options)) {
            long first = 0;
            for (int generation = 0; generation < 12; generation++) {
                long t = T0 + generation * HOUR / 2;
                try (Appender appender = store.appender()) {
                    for (int i = 0; i < 2000; i++) {
                        appender.append(appender.resolve(series(generation * 2000 + i)), t, i);
                    }
                    appender.commit();
                }
                store.collectGarbage();
                first = generation == 0 ? store.stats().bytes() : first;
                assertThat(store.seriesCount()).isEqualTo(2000);
                assertThat(store.stats().bytes()).isBetween(first * 9 / 10, first * 11 / 10);
            }
            try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
                assertThat(querier.labelValues("i", List.of(), 0)).hasSize(2000);
            }
        }
    }

    @Test
    void forgottenQuerier_isClosedByForceAndSaysSo() {
        ManualClock clock = new ManualClock(T0);
        try (Tsdb store = new Tsdb(OPTIONS.toBuilder().clock(clock).build())) {
            write(store, series(1), T0, 1);
            Querier forgotten = store.querier(0, Long.MAX_VALUE);
            SeriesCursor cursor = all(forgotten).cursor();
            clock.advance(Duration.ofMinutes(6));
            store.collectGarbage();
            assertThat(store.stats().queriersClosedByForce()).isEqualTo(1);
            assertThat(store.stats().openQueriers()).isZero();
            assertThatThrownBy(() -> cursor.at(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            forgotten.close();
        }
    }

    @Test
    void closedStore_refusesWork() {
        Tsdb store = new Tsdb(OPTIONS);
        store.close();
        store.close();
        assertThatThrownBy(store::appender).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.querier(0, 1)).isInstanceOf(IllegalStateException.class);
    }
}
