package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Queryable;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Start timestamps count where they are asked for, and nowhere else.
class StartTimestampsTest {
    /// Deltas of 60 each minute, from 1m to 4m.
    private static final Queryable DELTAS =
            new ListQueryable(
                    List.of(
                            new ListSeries(
                                            1,
                                            Labels.of(Labels.NAME, "x_total"),
                                            new long[] {60_000, 120_000, 180_000, 240_000},
                                            new double[] {60, 60, 60, 60})
                                    .withStartTimestamps(
                                            new long[] {1, 60_000, 120_000, 180_000})));

    @ParameterizedTest
    @CsvSource({
        "increase(x_total[4m]), 240, 0",
        "rate(x_total[2m]), 1, 0",
        "irate(x_total[2m]), 1, 0",
        "resets(x_total[4m]), 3, 0",
        // All others see the values alone.
        "delta(x_total[4m]), 0, 0",
        "idelta(x_total[4m]), 0, 0",
        "changes(x_total[4m]), 0, 0",
        "sum_over_time(x_total[4m]), 240, 240",
        "increase(x_total[4m:1m]), 0, 0",
        "sum(start_timestamp(x_total)), 180, ",
        "sum(start_timestamp(x_total @ 60)), 0.001, ",
        "sum(start_timestamp((x_total offset 1m))), 120, ",
        "sum(start_timestamp(+x_total)), , ",
        "sum(start_timestamp(x_total * 1)), , "
    })
    void function_withAndWithoutStartTimestamps(
            String query, @Nullable Double used, @Nullable Double ignored) {
        assertThat(value(query, true)).isEqualTo(used);
        assertThat(value(query, false)).isEqualTo(ignored);
    }

    private static @Nullable Double value(String query, boolean use) {
        EngineOptions d = TestOptions.experimental(1);
        EngineOptions options = d.withFeatures(d.features().withStartTimestamps(use));
        try (QueryEngine engine = new QueryEngine(options)) {
            Value value =
                    engine.prepare(QueryRequest.instant(query, 240_000), DELTAS).run().value();
            List<Value.VectorSample> samples = ((Value.Vector) value).samples();
            return samples.isEmpty() ? null : samples.getFirst().value();
        }
    }
}
