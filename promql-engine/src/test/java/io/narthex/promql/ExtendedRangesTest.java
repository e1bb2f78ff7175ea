package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;

import org.junit.jupiter.api.Test;

/// What scripts can't see of `anchored` and `smoothed`.
class ExtendedRangesTest {
    private static EngineFixture engine() {
        return new EngineFixture(TestOptions.experimental(2))
                .load(Labels.of("__name__", "x", "n", "1"), 60_000, "0 10 20 30 40")
                .load(Labels.of("__name__", "x", "n", "2"), 60_000, "5");
    }

    @Test
    void samples_widenedWindow_countsWhole() {
        try (EngineFixture engine = engine()) {
            assertThat(queryable(engine, "rate(x{n='1'}[1m])")).isEqualTo(1);
            assertThat(queryable(engine, "rate(x{n='1'}[1m] anchored)")).isEqualTo(4);
            assertThat(queryable(engine, "rate(x{n='1'}[1m] smoothed)")).isEqualTo(5);
        }
    }

    private static long queryable(EngineFixture engine, String query) {
        return engine.instant(query, 180_000).stats().totalQueryableSamples();
    }

    @Test
    void explain_namesTheModifierAndTheWindow() {
        try (EngineFixture engine = engine()) {
            String text = engine.explain(QueryRequest.instant("rate(x[1m] smoothed)", 0));
            assertThat(text).contains(" smoothed range 60000ms").contains(", range 660000ms");
        }
    }

    @Test
    void bareRange_seriesWithoutSamplesThere_isLeftOut() {
        try (EngineFixture engine = engine()) {
            assertThat(text(engine.instant("x[30s] anchored", 330_000))).isEmpty();
            assertThat(text(engine.instant("x[2m] anchored", 330_000)))
                    .isEqualTo("x{n=\"1\"} 30.0@210000 40.0@240000 40.0@330000");
        }
    }
}
