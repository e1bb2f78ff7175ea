package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.CommitResult.Rejection;
import io.narthex.model.Kind;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSchema;
import io.narthex.testkit.Histograms;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.SeriesDataReader;
import io.narthex.tsdb.chunk.HistogramSequences;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Samples older than their series' newest one, within the window and outside.
class OutOfOrderTest {
    private static final long T0 = 1_790_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final Labels SERIES = Labels.of(Labels.NAME, "m");
    private static final TsdbOptions OPTIONS =
            TsdbOptions.builder()
                    .maintenanceInterval(Duration.ZERO)
                    .outOfOrderWindow(Duration.ofMinutes(90))
                    .build();

    private static CommitResult write(Tsdb store, long t, Object sample) {
        try (Appender appender = store.appender()) {
            append(appender, appender.resolve(SERIES), t, sample);
            return appender.commit();
        }
    }

    /// Appends a number or a native histogram.
    private static void append(Appender appender, long ref, long t, Object sample) {
        if (sample instanceof FloatHistogram h) {
            assertThat(appender.append(ref, t, h)).isEqualTo(AppendStatus.OK);
        } else {
            appender.append(ref, t, ((Number) sample).doubleValue());
        }
    }

    private static AppendStatus status(Tsdb store, long t, Object sample) {
        List<Rejection> rejections = write(store, t, sample).rejections();
        return rejections.isEmpty() ? AppendStatus.OK : rejections.getFirst().status();
    }

    @Test
    void lateSample_ofABatchThatRefusesThem_isOutOfOrder() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            write(store, T0, 1);
            try (Appender appender = store.appender()) {
                appender.refuseLate();
                long ref = appender.resolve(SERIES);
                append(appender, ref, T0 - MINUTE, 2);
                append(appender, ref, T0 + MINUTE, 3);
                append(appender, ref, T0 - 91 * MINUTE, 4);
                assertThat(appender.commit().rejections())
                        .containsExactly(
                                new Rejection(0, AppendStatus.OUT_OF_ORDER),
                                new Rejection(2, AppendStatus.TOO_OLD));
            }
            // It holds for that batch only.
            assertThat(status(store, T0 - 2 * MINUTE, 5)).isEqualTo(AppendStatus.OK);
            assertThat(read(store)).containsOnlyKeys(T0 - 2 * MINUTE, T0, T0 + MINUTE);
        }
    }

    private static TreeMap<Long, Object> read(Querier querier) {
        TreeMap<Long, Object> samples = new TreeMap<>();
        SeriesSet set =
                querier.select(
                        SelectHints.range(0, Long.MAX_VALUE),
                        List.of(LabelMatcher.equal(Labels.NAME, "m")));
        for (int i = 0; i < set.size(); i++) {
            SeriesData data = set.cursor().at(i);
            SeriesDataReader.forEach(data, samples::put);
            assertThat(samples).hasSize(data.count());
            for (int k = 0; k < data.count(); k++) {
                if (data.isHistogram(k)) {
                    samples.put(data.timeAt(k), HistogramSequences.comparable(data.histogramAt(k)));
                }
            }
        }
        return samples;
    }

    private static TreeMap<Long, Object> read(Tsdb store) {
        try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
            return read(querier);
        }
    }

    @Test
    void statuses_areThoseOfPrometheus() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            assertThat(status(store, T0, 1)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0, 1)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0, 2)).isEqualTo(AppendStatus.DUPLICATE);
            assertThat(status(store, T0 - 90 * MINUTE, 3)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0 - 90 * MINUTE - 1, 4)).isEqualTo(AppendStatus.TOO_OLD);
            // A time that is there already is accepted silently, and the first value stays.
            assertThat(status(store, T0 - 90 * MINUTE, 5)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0 + MINUTE, 6)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0, 7)).isEqualTo(AppendStatus.OK);
            assertThat(read(store))
                    .containsExactly(
                            Map.entry(T0 - 90 * MINUTE, 3.0),
                            Map.entry(T0, 1.0),
                            Map.entry(T0 + MINUTE, 6.0));
            assertThat(store.stats().tooOld()).isEqualTo(1);
            assertThat(store.stats().outOfOrderAppended()).isEqualTo(1);
            assertThat(store.stats().outOfOrder()).isZero();
            assertThat(store.minTime()).isEqualTo(T0 - 90 * MINUTE);
        }
    }

    @Test
    void withoutWindow_oldSamplesAreRefusedAsBefore() {
        try (Tsdb store = new Tsdb(OPTIONS.toBuilder().outOfOrderWindow(Duration.ZERO).build())) {
            assertThat(status(store, T0, 1)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0 - 60 * MINUTE, 1)).isEqualTo(AppendStatus.OUT_OF_ORDER);
            assertThat(status(store, T0 - 60 * MINUTE - 1, 1))
                    .isEqualTo(AppendStatus.OUT_OF_BOUNDS);
        }
    }

    @Test
    void histograms_getTheSameAnswersAsFloats() {
        FloatHistogram one = HistogramSequences.comparable(Histograms.ofSum(4));
        FloatHistogram custom =
                new FloatHistogram(
                        HistogramSchema.CUSTOM,
                        0,
                        0,
                        3,
                        2.5,
                        Buckets.run(0, 1, 2),
                        Buckets.NONE,
                        new double[] {0.5, 1},
                        ResetHint.UNKNOWN);
        try (Tsdb store = new Tsdb(OPTIONS)) {
            assertThat(status(store, T0, one)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0, custom)).isEqualTo(AppendStatus.DUPLICATE);
            assertThat(status(store, T0 - 90 * MINUTE, custom)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0 - 90 * MINUTE - 1, one)).isEqualTo(AppendStatus.TOO_OLD);
            // What is there already stays, whatever comes with the same time.
            assertThat(status(store, T0 - 90 * MINUTE, one)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0 - 90 * MINUTE, 1)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0 - MINUTE, 1.5)).isEqualTo(AppendStatus.OK);
            assertThat(status(store, T0 - MINUTE, one)).isEqualTo(AppendStatus.OK);
            assertThat(read(store))
                    .containsExactly(
                            Map.entry(T0 - 90 * MINUTE, custom),
                            Map.entry(T0 - MINUTE, 1.5),
                            Map.entry(T0, one));
            assertThat(store.stats().outOfOrderAppended()).isEqualTo(2);
            assertThat(store.stats().tooOld()).isEqualTo(1);
        }
    }

    /// As in order: a series of histograms ends with one.
    @Test
    void staleMarker_lateInASeriesOfHistograms_isAHistogram() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            write(store, T0, Histograms.ofSum(4));
            write(store, T0 - MINUTE, StaleNaN.VALUE);
            try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
                SeriesData data = SeriesDataReader.selectAll(querier).cursor().at(0);
                assertThat(data.kind()).isEqualTo(Kind.HISTOGRAM);
                assertThat(StaleNaN.isStale(data.histogramAt(0).sum())).isTrue();
            }
        }
    }

    /// What a late histogram says of a reset, or the one behind it in order, was about others.
    @Test
    void hints_betweenLateHistogramsAndOthers_areUnknown() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            write(store, T0, Histograms.ofSum(4));
            write(store, T0 + MINUTE, Histograms.ofSum(12));
            write(store, T0 + 30_000, Histograms.ofSum(8).withHint(ResetHint.COUNTER_RESET));
            try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
                SeriesData data = SeriesDataReader.selectAll(querier).cursor().at(0);
                assertThat(data.count()).isEqualTo(3);
                for (int i = 0; i < 3; i++) {
                    assertThat(data.histogramAt(i).resetHint()).isEqualTo(ResetHint.UNKNOWN);
                }
            }
        }
    }

    @Test
    void randomArrivals_readAsASortedSetAtEveryCommit() {
        Seeds.forEach(12, OutOfOrderTest::checkRandomArrivals);
    }

    private record Opened(Querier querier, TreeMap<Long, Object> expected) {}

    private static void checkRandomArrivals(long seed) {
        RandomGenerator random = Seeds.random(seed);
        // Every second seed has floats only.
        FloatHistogram[] histograms =
                seed % 2 == 0
                        ? HistogramSequences.of(random, 250 * 8, false)
                        : new FloatHistogram[0];
        TreeMap<Long, Object> expected = new TreeMap<>();
        List<Opened> opened = new ArrayList<>();
        long newest = T0;
        int value = 0;
        try (Tsdb store = new Tsdb(OPTIONS)) {
            for (int commit = 0; commit < 250; commit++) {
                try (Appender appender = store.appender()) {
                    long ref = appender.resolve(SERIES);
                    int n = 1 + random.nextInt(8);
                    for (int i = 0; i < n; i++) {
                        boolean late = random.nextInt(3) > 0;
                        long t =
                                late
                                        ? newest - random.nextInt(300) * 10_000L
                                        : newest + (1 + random.nextInt(3)) * 10_000L;
                        newest = Math.max(newest, t);
                        boolean histogram = histograms.length > 0 && random.nextInt(3) > 0;
                        Object sample = histogram ? histograms[value] : (Object) (double) value;
                        value++;
                        append(appender, ref, t, sample);
                        expected.putIfAbsent(
                                t,
                                sample instanceof FloatHistogram h
                                        ? HistogramSequences.comparable(h)
                                        : sample);
                    }
                    for (Rejection r : appender.commit().rejections()) {
                        assertThat(r.status()).isEqualTo(AppendStatus.DUPLICATE);
                    }
                }
                if (random.nextInt(6) == 0) {
                    Querier querier = store.querier(0, Long.MAX_VALUE);
                    opened.add(new Opened(querier, new TreeMap<>(expected)));
                }
                if (opened.size() > 4) {
                    Opened some = opened.remove(random.nextInt(opened.size()));
                    assertThat(read(some.querier)).isEqualTo(some.expected);
                    some.querier.close();
                }
            }
            assertThat(read(store)).isEqualTo(expected);
            assertThat(store.stats().samplesAppended()).isEqualTo(expected.size());
            opened.forEach(o -> assertThat(read(o.querier)).isEqualTo(o.expected));
            opened.forEach(o -> o.querier.close());
        }
    }

    @Test
    void repeatedSamples_takeNoMemory() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            for (int i = 0; i < 400; i++) {
                write(store, T0 + i * 1000L, i);
            }
            write(store, T0 + 500, -1);
            long bytes = store.stats().bytes();
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 400; i++) {
                    write(store, T0 + i * 1000L, -i);
                }
                write(store, T0 + 500, -2);
            }
            assertThat(store.stats().bytes()).isEqualTo(bytes);
            assertThat(read(store)).hasSize(401).containsEntry(T0 + 500, -1.0);
        }
    }

    @Test
    void retention_dropsOutOfOrderSamplesAndTheirSeries() {
        TsdbOptions options = OPTIONS.toBuilder().retention(Duration.ofHours(2)).build();
        try (Tsdb store = new Tsdb(options)) {
            long empty = store.stats().bytes();
            Labels other = Labels.of(Labels.NAME, "other");
            try (Appender appender = store.appender()) {
                appender.append(appender.resolve(other), T0, 1);
                appender.commit();
            }
            for (int i = 0; i < 100; i++) {
                assertThat(status(store, T0 - 85 * MINUTE - i * 100, i)).isEqualTo(AppendStatus.OK);
            }
            store.collectGarbage();
            assertThat(read(store)).hasSize(100);
            assertThat(store.stats().outOfOrderAppended()).isEqualTo(100);
            try (Appender appender = store.appender()) {
                appender.append(appender.resolve(other), T0 + 60 * MINUTE, 1);
                appender.commit();
            }
            store.collectGarbage();
            assertThat(read(store)).isEmpty();
            assertThat(store.seriesCount()).isEqualTo(1);
            assertThat(store.stats().bytes()).isLessThan(empty + 1000);
        }
    }
}
