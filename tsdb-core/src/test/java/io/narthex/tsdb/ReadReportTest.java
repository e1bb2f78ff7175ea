package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.ReadReport;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// What the head tells of its reading.
class ReadReportTest {
    /// A full hour in 2025; 300 samples are two sealed chunks of 120 and an open block of 60.
    private static final long T0 = 1_750_003_200_000L;

    private static final int SAMPLES = 300;

    private final Tsdb store =
            new Tsdb(TsdbOptions.builder().maintenanceInterval(Duration.ZERO).build());
    private final ReadReport report = new ReadReport();
    private final Querier querier = filled();

    private Querier filled() {
        try (Appender appender = store.appender()) {
            for (String job : List.of("a", "b")) {
                long ref = appender.resolve(Labels.of(Labels.NAME, "m", "job", job));
                for (int i = 0; i < SAMPLES; i++) {
                    appender.append(ref, T0 + 1000L * i, i);
                }
            }
            assertThat(appender.commit().rejections()).isEmpty();
        }
        return store.querier(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @AfterEach
    void close() {
        querier.close();
        store.close();
    }

    private SeriesCursor selected() {
        SelectHints hints = new SelectHints(T0, T0 + 1_000_000, 0, false, 0, report);
        return querier.select(hints, List.of(LabelMatcher.equal(Labels.NAME, "m"))).cursor();
    }

    @Test
    void nothingRead_allChunksAreSkipped() {
        selected();
        assertThat(report.figures()).isEqualTo(new ReadReport.Figures(0, 6, 0));
    }

    @Test
    void lastSample_touchesTheOpenBlockOnly() {
        SeriesData data = selected().at(1);
        assertThat(data.valueAt(SAMPLES - 1)).isEqualTo(SAMPLES - 1);
        assertThat(report.figures().decoded()).isEqualTo(1);
        assertThat(report.figures().skipped()).isEqualTo(5);
        assertThat(report.figures().bytes()).isPositive();
    }

    @Test
    void chunkReadAgain_countsOnceButItsBytesTwice() {
        SeriesCursor cursor = selected();
        assertThat(cursor.at(0).valueAt(130)).isEqualTo(130);
        long once = report.figures().bytes();
        assertThat(cursor.at(0).valueAt(131)).isEqualTo(131);
        assertThat(report.figures()).isEqualTo(new ReadReport.Figures(1, 5, 2 * once));
    }

    @Test
    void allSamples_skipNothing() {
        SeriesCursor cursor = selected();
        double[] values = new double[SAMPLES];
        cursor.at(0).values(0, SAMPLES, values, 0);
        cursor.at(1).values(0, SAMPLES, values, 0);
        assertThat(report.figures().decoded()).isEqualTo(6);
        assertThat(report.figures().skipped()).isZero();
    }
}
