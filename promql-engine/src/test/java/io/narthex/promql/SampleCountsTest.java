package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.promql.parser.ParserOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/// What counts as a sample looked at, and as one read, step by step.
///
/// `x` has a sample each minute from 0 to 40 minutes, in two series; `late` one from minute 20 on.
class SampleCountsTest {
    private static final long MINUTE = 60_000;

    private static EngineFixture engine(int threads) {
        EngineOptions options =
                EngineOptions.DEFAULTS
                        .withThreads(threads)
                        .withFeatures(
                                EngineFeatures.STABLE
                                        .withPerStepStats(true)
                                        .withParser(ParserOptions.ALL));
        return new EngineFixture(options)
                .load(Labels.of("__name__", "x", "n", "1"), MINUTE, "0+1x40")
                .load(Labels.of("__name__", "x", "n", "2"), MINUTE, "0+2x40")
                .load(Labels.of("__name__", "late"), MINUTE, "_ ".repeat(20) + "1+1x20");
    }

    private static QueryStats range(EngineFixture engine, String query, long minutes, int steps) {
        long start = 10 * MINUTE;
        QueryRequest request =
                QueryRequest.range(query, start, start + (steps - 1) * minutes * MINUTE, MINUTE);
        request =
                new QueryRequest(
                        query,
                        start,
                        request.end(),
                        minutes * MINUTE,
                        Duration.ofMinutes(1),
                        null,
                        true);
        return engine.prepare(request).run().stats();
    }

    /// Four steps from minute 10 on.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A selector: one for each series and step.
                "x                           | 5 | 2 2 2 2     | 2 2 2 2",
                "x + on (n) x                | 5 | 4 4 4 4     | 4 4 4 4",
                "late                        | 5 | 0 0 1 1     | 0 0 1 1",
                "timestamp(x)                | 5 | 2 2 2 2     | 2 2 2 2",
                "absent(x)                   | 5 | 2 2 2 2     | 2 2 2 2",
                "1 + vector(time())          | 5 | 0 0 0 0     | 0 0 0 0",
                // A range: the whole window, but only what the window before did not have is read.
                "sum_over_time(x[5m])        | 1 | 10 10 10 10 | 10 2 2 2",
                "sum_over_time(x[5m])        | 5 | 10 10 10 10 | 10 10 10 10",
                "sum_over_time(x[5m])        | 7 | 10 10 10 10 | 10 10 10 10",
                "sum_over_time(x[5m])        | 3 | 10 10 10 10 | 10 6 6 6",
                "rate(late[10m])             | 5 | 0 0 1 6     | 0 0 1 5",
                "absent_over_time(x[5m])     | 1 | 10 10 10 10 | 10 2 2 2",
                "rate(x[5m] anchored)        | 1 | 20 20 20 20 | 20 2 2 2",
                "rate(x[5m] smoothed)        | 1 | 30 30 30 30 | 30 2 2 2",
                // As in Prometheus, a smoothed selector is not counted.
                "x smoothed                  | 1 | 0 0 0 0     | 0 0 0 0",
                // What does not depend on the step is read once, and looked at at every step.
                "x @ 600                     | 5 | 2 2 2 2     | 2 0 0 0",
                "sum_over_time(x[5m] @ 600)  | 1 | 10 10 10 10 | 10 0 0 0",
                "x + on (n) x @ 600          | 5 | 4 4 4 4     | 4 2 2 2",
                "quantile_over_time(scalar(x{n='1'}) / 100, x[5m] @ 600) | 1 | 11 11 11 11 | 11 1 1"
                        + " 1",
                // A subquery: its points in the window; what was read for them, once.
                "sum_over_time(x[4m:2m])     | 2 | 4 4 4 4     | 4 2 2 2",
                "sum_over_time(x[4m:2m])     | 4 | 4 4 4 4     | 4 4 4 4",
                // Points between the windows of two steps are not counted.
                "sum_over_time(x[4m:2m])     | 8 | 4 4 4 4     | 4 4 4 4",
                "sum_over_time(x[4m:2m] offset 3m) | 8 | 4 4 4 4 | 4 4 4 4",
                "max_over_time(sum_over_time(x[5m])[4m:2m]) | 2 | 4 4 4 4 | 14 4 4 4",
                "max_over_time(sum_over_time(x[5m:1m])[4m:2m]) | 2 | 4 4 4 4 | 14 4 4 4",
                "max_over_time((x @ 600)[4m:2m]) | 2 | 4 4 4 4 | 2 0 0 0",
                "sum_over_time(x[4m:2m] @ 600) | 2 | 4 4 4 4   | 4 0 0 0",
                "sum_over_time(vector(1)[4m:2m]) | 2 | 2 2 2 2 | 0 0 0 0",
                // Not the points after minute 10 that Prometheus computes and never looks at.
                "quantile_over_time(scalar(x{n='1'}) / 100, x[4m:2m] @ 600) | 2 | 5 5 5 5 | 5 1"
                        + " 1 1",
                // Labels that values make, and those of info series.
                "count_values('v', x)        | 5 | 2 2 2 2     | 2 2 2 2",
                "count_values('v', sum_over_time(x[5m])) | 1 | 10 10 10 10 | 10 2 2 2",
                "max_over_time(count_values('v', x)[4m:2m]) | 2 | 4 4 4 4 | 4 2 2 2",
                "topk(1, x)                  | 5 | 2 2 2 2     | 2 2 2 2",
            })
    void counts_byStep(String query, long minutes, String queryable, String read) {
        try (EngineFixture engine = engine(2)) {
            QueryStats stats = range(engine, query, minutes, 4);
            QueryStats.PerStep steps = Objects.requireNonNull(stats.perStep());
            assertThat(text(steps.queryable())).isEqualTo(queryable);
            assertThat(text(steps.read())).isEqualTo(read);
            assertThat(stats.totalQueryableSamples()).isEqualTo(sum(steps.queryable()));
            assertThat(stats.samplesRead()).isEqualTo(sum(steps.read()));
        }
    }

    /// A bare subquery counts what was looked at to compute it, a bare range its samples.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x[5m]                      | 10 | 10",
                "x[5m:1m]                   | 10 | 10",
                "sum_over_time(x[5m])[4m:2m] | 20 | 14",
                "max_over_time(x[4m:2m])[4m:2m] | 8 | 6",
                "x[5m] anchored             | 12 | 12",
                "sum_over_time(x[5m])       | 10 | 10",
                "'text'                     | 0  | 0",
            })
    void instantQuery_counts(String query, long queryable, long read) {
        try (EngineFixture engine = engine(1)) {
            QueryRequest request = QueryRequest.instant(query, 10 * MINUTE).withPerStepStats(true);
            QueryStats stats = engine.prepare(request).run().stats();
            assertThat(stats.totalQueryableSamples()).isEqualTo(queryable);
            assertThat(stats.samplesRead()).isEqualTo(read);
            QueryStats.PerStep steps = Objects.requireNonNull(stats.perStep());
            assertThat(steps.queryable()).containsExactly(queryable);
            assertThat(steps.read()).containsExactly(read);
        }
    }

    /// Several tiles, whose windows overlap, count as one, for any number of threads.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "sum_over_time(x[3m])",
                "sum_over_time(x[3m:30s])",
                "sum_over_time(x[20s:5s])",
                "max_over_time(sum_over_time(x[3m])[2m:10s])",
                "max_over_time(sum_over_time(x[3m:20s])[2m:10s])",
                "x @ 600 + on (n) x @ 600 + on (n) x",
                "max_over_time(count_values('v', x)[2m:10s])",
                "sum_over_time(x[3m] @ 600)",
            })
    void tiles_countAsOneGrid(String query) {
        try (EngineFixture engine = engine(3)) {
            int steps = 300;
            QueryRequest all =
                    QueryRequest.range(
                                    query, 10 * MINUTE, 10 * MINUTE + (steps - 1) * 5_000L, 5_000)
                            .withPerStepStats(true);
            QueryStats.PerStep counted =
                    Objects.requireNonNull(engine.prepare(all).run().stats().perStep());
            long read = 0;
            for (int k = 0; k < steps; k++) {
                long time = all.start() + 5_000L * k;
                QueryStats one = engine.instant(query, time).stats();
                assertThat(counted.queryable()[k])
                        .as("step %d", k)
                        .isEqualTo(one.totalQueryableSamples());
                QueryRequest until =
                        QueryRequest.range(
                                query, all.start(), Math.max(time, all.start() + 1), 5_000);
                read += counted.read()[k];
                if (k % 7 == 0) {
                    assertThat(engine.prepare(until).run().stats().samplesRead())
                            .as("until step %d", k)
                            .isEqualTo(read);
                }
            }
        }
    }

    @Test
    void perStep_onlyWhereAskedForAndAllowed() {
        try (EngineFixture engine = engine(1)) {
            assertThat(engine.instant("x", 0).stats().perStep()).isNull();
        }
        try (EngineFixture engine = new EngineFixture()) {
            QueryRequest request = QueryRequest.instant("1", 0).withPerStepStats(true);
            assertThat(engine.prepare(request).run().stats().perStep()).isNull();
        }
    }

    private static String text(long[] counts) {
        return Arrays.toString(counts).replaceAll("[\\[\\],]", "");
    }

    private static long sum(long[] counts) {
        return Arrays.stream(counts).sum();
    }
}
