package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What functions over floats tell beside their values: text and place.
class AnnotationsTest {
    private final EngineFixture engine = new EngineFixture();

    @BeforeEach
    void load() {
        engine.load(Labels.of("__name__", "x", "i", "a"), 60_000, "0+1x10");
        engine.load(Labels.of("__name__", "x", "i", "b"), 60_000, "0+1x10");
        engine.load(Labels.of("__name__", "x_total"), 60_000, "0+1x10");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void rate_nameUnlikeACounter_isToldOncePerName() {
        assertThat(engine.range("\n  rate(x[5m])", 0, 600_000, 60_000).infos())
                .containsExactly(
                        "PromQL info: metric might not be a counter, name does not end in"
                                + " _total/_sum/_count/_bucket: \"x\" (2:8)");
    }

    @Test
    void rate_nameLikeACounterOrNoResult_saysNothing() {
        assertThat(engine.instant("rate(x_total[5m])", 600_000).infos()).isEmpty();
        assertThat(engine.instant("rate(x[1m])", 600_000).infos()).isEmpty();
        assertThat(engine.instant("delta(x[5m])", 600_000).infos()).isEmpty();
    }

    @Test
    void rate_namesByPattern_areLookedAtOneByOne() {
        assertThat(engine.instant("increase({__name__=~\"x.*\"}[5m])", 600_000).infos())
                .hasSize(1)
                .first()
                .asString()
                .contains(": \"x\" (1:10)");
    }

    @Test
    void quantileOverTime_noQuantile_isWarnedOfWhereThereAreSamples() {
        assertThat(engine.instant("quantile_over_time(1.5, x[5m])", 600_000).warnings())
                .containsExactly(
                        "PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:20)");
        assertThat(engine.instant("quantile_over_time(NaN, x[5m])", 600_000).warnings())
                .containsExactly(
                        "PromQL warning: quantile value should be between 0 and 1, got NaN (1:20)");
        assertThat(engine.instant("quantile_over_time(2, nothing[5m])", 600_000).warnings())
                .isEmpty();
    }
}
