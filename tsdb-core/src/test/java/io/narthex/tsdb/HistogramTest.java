package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.CommitResult.Rejection;
import io.narthex.model.Kind;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.StartSequences;
import io.narthex.tsdb.chunk.HistogramSequences;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Native histograms in memory: what is accepted, where chunks end, and how they come back.
class HistogramTest {
    private static final long T0 = 1_790_000_000_000L;
    private static final Labels SERIES = Labels.of(Labels.NAME, "h");
    private static final TsdbOptions OPTIONS =
            TsdbOptions.builder().maintenanceInterval(Duration.ZERO).build();

    private static FloatHistogram counter(int total) {
        return new FloatHistogram(
                0,
                0.001,
                0,
                total,
                total,
                Buckets.run(1, total),
                Buckets.NONE,
                new double[0],
                ResetHint.UNKNOWN);
    }

    /// Appends one sample, a histogram or a double.
    private static AppendStatus append(Tsdb store, long t, Object sample) {
        return append(store, t, sample, 0);
    }

    private static AppendStatus append(Tsdb store, long t, Object sample, long start) {
        try (StartTimestampAppender appender = store.appender()) {
            long ref = appender.resolve(SERIES);
            AppendStatus status =
                    sample instanceof FloatHistogram h
                            ? appender.append(ref, t, h, start)
                            : appender.append(ref, t, (double) sample, start);
            if (status != AppendStatus.OK) {
                return status;
            }
            List<Rejection> rejections = appender.commit().rejections();
            return rejections.isEmpty() ? AppendStatus.OK : rejections.getFirst().status();
        }
    }

    private static void read(Tsdb store, Consumer<SeriesData> reader) {
        try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
            assertThat(querier.mayHoldHistograms()).isTrue();
            reader.accept(series(querier));
        }
    }

    private static SeriesData series(Querier querier) {
        SeriesSet set =
                querier.select(
                        SelectHints.range(0, Long.MAX_VALUE),
                        List.of(LabelMatcher.equal(Labels.NAME, "h")));
        return set.cursor().at(0);
    }

    @Test
    void statuses_areThoseOfPrometheus() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            assertThat(append(store, T0, counter(5))).isEqualTo(AppendStatus.OK);
            assertThat(append(store, T0, counter(5))).isEqualTo(AppendStatus.OK);
            assertThat(append(store, T0, counter(6))).isEqualTo(AppendStatus.DUPLICATE);
            // Its sum is the same, and a float behind a histogram is none.
            assertThat(append(store, T0, 5.0)).isEqualTo(AppendStatus.DUPLICATE);
            assertThat(append(store, T0 - 1, counter(1))).isEqualTo(AppendStatus.OUT_OF_ORDER);
            assertThat(append(store, T0 - 3_600_001, counter(1)))
                    .isEqualTo(AppendStatus.OUT_OF_BOUNDS);
            assertThat(append(store, T0 + 1, 5.0)).isEqualTo(AppendStatus.OK);
            assertThat(append(store, T0 + 1, counter(5))).isEqualTo(AppendStatus.DUPLICATE);
            FloatHistogram wrong = counter(5).multiply(-1);
            assertThat(append(store, T0 + 2, wrong)).isEqualTo(AppendStatus.INVALID_HISTOGRAM);
            FloatHistogram large =
                    new FloatHistogram(
                            8,
                            0,
                            0,
                            0,
                            0,
                            Buckets.run(0, new double[3001]),
                            Buckets.NONE,
                            new double[0],
                            ResetHint.UNKNOWN);
            assertThat(append(store, T0 + 2, large)).isEqualTo(AppendStatus.INVALID_HISTOGRAM);
            assertThat(store.stats().samplesAppended()).isEqualTo(2);
        }
    }

    @Test
    void staleMarker_behindAHistogram_isOne() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            append(store, T0, counter(5));
            assertThat(append(store, T0 + 1, StaleNaN.VALUE)).isEqualTo(AppendStatus.OK);
            assertThat(append(store, T0 + 1, StaleNaN.VALUE)).isEqualTo(AppendStatus.OK);
            append(store, T0 + 2, counter(6));
            append(store, T0 + 3, 1.0);
            append(store, T0 + 4, StaleNaN.VALUE);
            read(
                    store,
                    data -> {
                        assertThat(data.kind()).isEqualTo(Kind.MIXED);
                        assertThat(data.count()).isEqualTo(5);
                        assertThat(StaleNaN.isStale(data.histogramAt(1).sum())).isTrue();
                        assertThat(data.histogramAt(1).positive().size()).isZero();
                        assertThat(data.isHistogram(4)).isFalse();
                        assertThat(StaleNaN.isStale(data.valueAt(4))).isTrue();
                    });
        }
    }

    @Test
    void hints_areThoseOfTheChunks() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            int[] totals = {1, 5, 9, 2, 3};
            for (int i = 0; i < totals.length; i++) {
                append(store, T0 + i, counter(totals[i]));
            }
            append(store, T0 + 5, counter(4).withHint(ResetHint.COUNTER_RESET));
            append(store, T0 + 6, counter(1).withHint(ResetHint.GAUGE));
            append(store, T0 + 7, counter(9).withHint(ResetHint.GAUGE));
            append(store, T0 + 8, counter(8).withHint(ResetHint.GAUGE));
            assertThat(store.stats().chunksCreated()).isEqualTo(3);
            read(
                    store,
                    data -> {
                        List<ResetHint> hints = new ArrayList<>();
                        for (int i = 0; i < data.count(); i++) {
                            hints.add(data.histogramAt(i).resetHint());
                        }
                        assertThat(hints)
                                .containsExactly(
                                        ResetHint.UNKNOWN,
                                        ResetHint.NOT_COUNTER_RESET,
                                        ResetHint.NOT_COUNTER_RESET,
                                        ResetHint.UNKNOWN,
                                        ResetHint.NOT_COUNTER_RESET,
                                        ResetHint.UNKNOWN,
                                        ResetHint.GAUGE,
                                        ResetHint.GAUGE,
                                        ResetHint.GAUGE);
                    });
        }
    }

    @Test
    void chunks_endAt120SamplesAndWhereABlockRangeEnds() {
        try (Tsdb store = new Tsdb(OPTIONS)) {
            long start = T0 / 7_200_000 * 7_200_000;
            for (int i = 0; i < 250; i++) {
                append(store, start + i * 1000L, counter(i));
            }
            assertThat(store.stats().chunksCreated()).isEqualTo(2);
            append(store, start + 7_200_000, counter(300));
            assertThat(store.stats().chunksCreated()).isEqualTo(3);
        }
    }

    @Test
    void histogramsOfManyBuckets_comeBack() {
        FloatHistogram[] all = new FloatHistogram[130];
        RandomGenerator random = Seeds.random(1);
        for (int i = 0; i < all.length; i++) {
            double[] counts = random.doubles(2500).toArray();
            all[i] =
                    new FloatHistogram(
                            8,
                            0,
                            0,
                            i,
                            i,
                            Buckets.run(-1000, counts),
                            Buckets.NONE,
                            new double[0],
                            ResetHint.GAUGE);
        }
        try (Tsdb store = new Tsdb(OPTIONS)) {
            for (int i = 0; i < all.length; i++) {
                append(store, T0 + i, all[i]);
            }
            read(
                    store,
                    data -> {
                        for (int i = 0; i < all.length; i++) {
                            assertThat(data.histogramAt(i)).isEqualTo(all[i]);
                        }
                    });
        }
    }

    private record Opened(Querier querier, int samples) {}

    @Test
    void randomHistogramsAndFloats_everyQuerierSeesItsCommit() {
        Seeds.forEach(12, HistogramTest::checkRandom);
    }

    private static void checkRandom(long seed) {
        RandomGenerator random = Seeds.random(seed);
        FloatHistogram[] histograms = HistogramSequences.of(random, 400, false);
        List<Object> samples = new ArrayList<>();
        long[] times = new long[histograms.length];
        Arrays.setAll(times, i -> T0 + i * 15_000L);
        long[] starts = StartSequences.of(random, times);
        List<Opened> opened = new ArrayList<>();
        try (Tsdb store = new Tsdb(OPTIONS)) {
            boolean floats = false;
            for (int i = 0; i < histograms.length; i++) {
                floats ^= random.nextInt(25) == 0;
                Object sample = floats ? (Object) (double) random.nextInt(9) : histograms[i];
                assertThat(append(store, times[i], sample, starts[i])).isEqualTo(AppendStatus.OK);
                samples.add(sample);
                if (random.nextInt(20) == 0) {
                    opened.add(new Opened(store.querier(0, Long.MAX_VALUE), samples.size()));
                }
                if (random.nextInt(40) == 0) {
                    opened.forEach(o -> check(series(o.querier), samples, starts, o.samples));
                }
            }
            for (Opened o : opened) {
                check(series(o.querier), samples, starts, o.samples);
                o.querier.close();
            }
        }
    }

    private static void check(SeriesData data, List<Object> samples, long[] starts, int n) {
        assertThat(data.count()).isEqualTo(n);
        for (int i = 0; i < n; i++) {
            assertThat(data.timeAt(i)).isEqualTo(T0 + i * 15_000L);
            assertThat(data.lowerBound(T0 + i * 15_000L)).isEqualTo(i);
            assertThat(data.startTimestampAt(i)).isEqualTo(starts[i]);
            if (samples.get(i) instanceof FloatHistogram h) {
                assertThat(HistogramSequences.comparable(data.histogramAt(i)))
                        .isEqualTo(HistogramSequences.comparable(h));
            } else {
                assertThat(data.isHistogram(i)).isFalse();
                assertThat(data.valueAt(i)).isEqualTo((double) samples.get(i));
            }
        }
    }
}
