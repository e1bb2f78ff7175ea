package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.ReadReport;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.merge.MergedQueryable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;

/// What a block tells of its reading: two series of 300 samples, each in three chunks of 100.
class BlockReadsTest {
    private static final long T0 = TestBlocks.T0;
    private static final int SAMPLES = 300;

    @TempDir private Path directory;

    private final ReadReport report = new ReadReport();

    private static Queryable store(long begin) {
        long[] times = new long[SAMPLES];
        double[] values = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            times[i] = begin + 1000L * i;
            values[i] = i;
        }
        return new ListQueryable(
                List.of(
                        new ListSeries(1, Labels.of(Labels.NAME, "m", "job", "a"), times, values),
                        new ListSeries(2, Labels.of(Labels.NAME, "m", "job", "b"), times, values),
                        new ListSeries(3, Labels.of(Labels.NAME, "n"), times, values)));
    }

    private Block block(long begin, BlockEncoding encoding) {
        return Block.open(
                FileStore.local(),
                TestBlocks.write(directory, store(begin), begin, begin + 3_600_000, encoding));
    }

    private SeriesCursor selected(Querier querier, long mint, long maxt) {
        SelectHints hints = new SelectHints(mint, maxt, 0, false, 0, report);
        return querier.select(hints, List.of(LabelMatcher.equal(Labels.NAME, "m"))).cursor();
    }

    private static Querier all(Queryable store) {
        return store.querier(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource(BlockEncoding.class)
    void oneTimeRange_readsItsChunksOnly(BlockEncoding encoding) {
        try (Block block = block(T0, encoding);
                Querier querier = all(block)) {
            SeriesCursor cursor = selected(querier, T0 + 120_000, T0 + 130_000);
            int chunks = encoding == BlockEncoding.NATIVE ? 4 : 6;
            assertThat(report.figures()).isEqualTo(new ReadReport.Figures(0, chunks, 0));
            SeriesData data = cursor.at(1);
            assertThat(data.valueAt(data.lowerBound(T0 + 125_000))).isEqualTo(125);
            assertThat(report.figures().decoded()).isEqualTo(1);
            assertThat(report.figures().skipped()).isEqualTo(chunks - 1);
            assertThat(report.figures().bytes()).isPositive();
        }
    }

    @Test
    void allSamples_skipNothing() {
        try (Block block = block(T0, BlockEncoding.PROMETHEUS);
                Querier querier = all(block)) {
            SeriesCursor cursor = selected(querier, T0, T0 + 3_600_000);
            double[] values = new double[SAMPLES];
            cursor.at(0).values(0, SAMPLES, values, 0);
            cursor.at(1).values(0, SAMPLES, values, 0);
            ReadReport.Figures once = report.figures();
            assertThat(once.decoded()).isEqualTo(6);
            assertThat(once.skipped()).isZero();
            // Another cursor has no chunk at hand.
            selected(querier, T0, T0 + 3_600_000).at(0).values(0, SAMPLES, values, 0);
            assertThat(report.figures().decoded()).isEqualTo(9);
            assertThat(report.figures().skipped()).isEqualTo(3);
            assertThat(report.figures().bytes()).isEqualTo(once.bytes() * 3 / 2);
        }
    }

    @Test
    void severalBlocks_addUp() {
        try (Block early = block(T0, BlockEncoding.PROMETHEUS);
                Block late = block(T0 + 3_600_000, BlockEncoding.PROMETHEUS);
                Querier querier = all(new MergedQueryable(List.of(early, late)))) {
            SeriesData data = selected(querier, T0, T0 + 7_200_000).at(0);
            assertThat(data.count()).isEqualTo(2 * SAMPLES);
            assertThat(data.valueAt(2 * SAMPLES - 1)).isEqualTo(SAMPLES - 1);
            ReadReport.Figures figures = report.figures();
            assertThat(figures.decoded() + figures.skipped()).isEqualTo(12);
            assertThat(figures.decoded()).isBetween(1, 6);
        }
    }
}
