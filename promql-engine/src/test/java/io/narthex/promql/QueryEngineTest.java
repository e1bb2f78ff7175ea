package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryEngineTest {
    private static final Labels A = Labels.of("__name__", "x_total", "i", "a");
    private static final Labels B = Labels.of("__name__", "x_total", "i", "b");
    private final EngineFixture engine = new EngineFixture();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void number_instantAndRange_isScalarAndOneRow() {
        assertThat(text(engine.instant("1.5", 7_000))).isEqualTo("1.5@7000");
        assertThat(text(engine.range("2", 0, 120_000, 60_000)))
                .isEqualTo("{} 2.0@0 2.0@60000 2.0@120000");
    }

    @Test
    void selector_instant_givesNewestSampleStampedWithTheEvaluationTime() {
        engine.load(A, 60_000, "1 2 3").load(B, 60_000, "4 5 6");
        assertThat(text(engine.instant("x_total", 90_000)))
                .isEqualTo("x_total{i=\"a\"} 2.0\nx_total{i=\"b\"} 5.0");
    }

    @Test
    void selector_lookback_isOpenOnTheLeft() {
        engine.load(A, 60_000, "1");
        assertThat(text(engine.instant("x_total", 299_999))).endsWith("1.0");
        assertThat(text(engine.instant("x_total", 300_000))).isEmpty();
    }

    @Test
    void selector_staleMarker_endsTheSeriesUntilTheNextSample() {
        engine.load(A, 60_000, "1 stale _ 4");
        assertThat(text(engine.range("x_total", 0, 240_000, 60_000)))
                .isEqualTo("x_total{i=\"a\"} 1.0@0 4.0@180000 4.0@240000");
    }

    @Test
    void selector_stepsFarApart_seesWhatSingleStepsSee() {
        engine.load(A, 1_000, "0+1x500 stale _ _ 7 8 _ _ stale 0+1x900");
        Value.Matrix rare =
                (Value.Matrix) engine.range("x_total", 1_000, 1_500_000, 167_000).value();
        Value.MatrixRow row = rare.rows().getFirst();
        assertThat(row.size()).isEqualTo(8);
        assertThat(text(engine.instant("x_total", 502_000))).isEmpty();
        for (int i = 0; i < row.size(); i++) {
            assertThat(text(engine.instant("x_total", row.timeAt(i))))
                    .endsWith(" " + row.valueAt(i));
        }
    }

    @Test
    void rate_rangeQuery_extrapolatesButNotBelowZero() {
        engine.load(A, 60_000, "0 60 120 180 240 300");
        assertThat(text(engine.range("rate(x_total[2m])", 0, 300_000, 60_000)))
                .isEqualTo("{i=\"a\"} 0.5@60000 1.0@120000 1.0@180000 1.0@240000 1.0@300000");
    }

    @Test
    void rate_nameUnlikeACounter_isTold() {
        engine.load(Labels.of("__name__", "x"), 60_000, "0 60 120");
        assertThat(engine.instant("rate(x[3m])", 120_000).infos())
                .containsExactly(
                        "PromQL info: metric might not be a counter, name does not end in"
                                + " _total/_sum/_count/_bucket: \"x\" (1:6)");
    }

    @Test
    void rangeVector_instantQuery_givesTheSamplesThemselves() {
        engine.load(A, 60_000, "1 stale 3 4");
        assertThat(text(engine.instant("x_total[3m]", 180_000)))
                .isEqualTo("x_total{i=\"a\"} 3.0@120000 4.0@180000");
    }

    @Test
    void rangeVector_rangeQuery_isRefused() {
        assertThatThrownBy(() -> engine.range("x_total[1m]", 0, 60_000, 60_000))
                .isInstanceOf(QueryException.BadQuery.class)
                .hasMessage(
                        "invalid expression type \"range vector\" for range query, must be Scalar"
                                + " or instant Vector");
    }

    @Test
    void query_runTwice_isRefused() {
        Query query = engine.prepare("1", 0);
        query.run();
        assertThatThrownBy(query::run).isInstanceOf(IllegalStateException.class);
    }
}
