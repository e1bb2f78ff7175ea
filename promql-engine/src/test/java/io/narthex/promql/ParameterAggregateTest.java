package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Aggregations that take a number or a label.
class ParameterAggregateTest {
    private static final long MINUTE = 60_000;
    private final EngineFixture engine = new EngineFixture(TestOptions.experimental(2));

    @BeforeEach
    void load() {
        load("a", "1", "1+0x300");
        load("a", "2", "3+0x300");
        load("a", "3", "NaN");
        load("b", "1", "3+0x300");
        load("b", "2", "-2+0x300");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void load(String job, String i, String values) {
        engine.load(Labels.of("__name__", "x", "i", i, "job", job), MINUTE, values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Ties are in the order of labels, in which `i` comes before `job`.
                "topk(2, x) | b1 3.0; a2 3.0",
                "topk(4, x) | b1 3.0; a2 3.0; a1 1.0; b2 -2.0",
                "topk(100, x) | b1 3.0; a2 3.0; a1 1.0; b2 -2.0; a3 NaN",
                "bottomk(2, x) | b2 -2.0; a1 1.0",
                "bottomk(5, x) | b2 -2.0; a1 1.0; b1 3.0; a2 3.0; a3 NaN",
                "topk by (job) (1, x) | a2 3.0; b1 3.0",
                "bottomk by (job) (2, x) | a1 1.0; a2 3.0; b2 -2.0; b1 3.0",
                "topk without (i) (2, x) | a2 3.0; a1 1.0; b1 3.0; b2 -2.0",
                "topk(1.9, x) | b1 3.0",
                "topk(0.9, x) | ''",
                "topk(-1e300, x) | ''",
                "topk(1, nothing) | ''",
                "topk(scalar(x{job=\"a\", i=\"2\"}), x{job=\"b\"}) | b1 3.0; b2 -2.0",
                "limitk(2, x) | a1 1.0; b1 3.0",
                "limitk by (job) (1, x) | a1 1.0; b1 3.0",
                "limitk(0, x) | ''",
                "limit_ratio(0, x) | ''",
                "topk(1, x) > 5 | ''",
            })
    void rows_keepTheirLabelsAndComeInOrder(String query, String expected) {
        StringBuilder out = new StringBuilder();
        for (Value.VectorSample s : ((Value.Vector) engine.instant(query, 0).value()).samples()) {
            assertThat(s.labels().metricName()).isEqualTo("x");
            out.append(out.isEmpty() ? "" : "; ")
                    .append(s.labels().get("job"))
                    .append(s.labels().get("i"))
                    .append(' ')
                    .append(s.value());
        }
        assertThat(out.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quantile(0.5, x) | {} 1.0",
                "quantile(0.75, x) | {} 3.0",
                "quantile(0, x) | {} NaN",
                "quantile by (job) (0.5, x) | {job=\"a\"} 1.0; {job=\"b\"} 0.5",
                "quantile(0.5, nothing) | ''",
                "quantile(scalar(nothing), x{job=\"b\"}) | {} NaN",
                "count_values(\"v\", x) | {v=\"-2\"} 1.0; {v=\"1\"} 1.0; {v=\"3\"} 2.0; {v=\"NaN\"}"
                        + " 1.0",
                "count_values by (job) (\"v\", x{i!=\"3\"}) | {job=\"a\", v=\"1\"} 1.0; {job=\"a\","
                        + " v=\"3\"} 1.0; {job=\"b\", v=\"-2\"} 1.0; {job=\"b\", v=\"3\"} 1.0",
                "count_values by (job) (\"job\", x{i=\"1\"}) | {job=\"1\"} 1.0; {job=\"3\"} 1.0",
                "count_values without (job, i) (\"i\", x) | {} 5.0",
                "count_values without (i) (\"job\", x{i!=\"3\"}) | {job=\"-2\"} 1.0;"
                        + " {job=\"1\"} 1.0; {job=\"3\"} 2.0",
                "count_values(\"v\", x{i=\"1\"} * 1e21) | {v=\"1000000000000000000000\"} 1.0;"
                        + " {v=\"3000000000000000000000\"} 1.0",
                "count_values(\"v\", x{i=\"1\"} / 0) | {v=\"+Inf\"} 2.0",
                "count_values(\"v\", x{i=\"1\",job=\"a\"} * 0.25) | {v=\"0.25\"} 1.0",
                "count_values(\"__name__\", x{i=\"1\",job=\"a\"}) | {__name__=\"1\"} 1.0",
                "sum(count_values(\"v\", x)) | {} 5.0",
                "count_values(\"v\", nothing) | ''",
            })
    void groups_haveOneValue(String query, String expected) {
        StringBuilder out = new StringBuilder();
        for (Value.VectorSample s : ((Value.Vector) engine.instant(query, 0).value()).samples()) {
            out.append(out.isEmpty() ? "" : "; ").append(s.labels()).append(' ').append(s.value());
        }
        assertThat(out.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topk(NaN, x) | Parameter value is NaN",
                "topk(NaN, nothing) | Parameter value is NaN",
                "bottomk(1e30, x) | Scalar value 1e+30 overflows int64",
                "topk(Inf, x) | Scalar value +Inf overflows int64",
                "limitk(9223372036854775807, x) | Scalar value 9.223372036854776e+18 overflows"
                        + " int64",
                "limit_ratio(NaN, x) | Ratio value is NaN",
                "count_values(\"\", x) | invalid label name \"\"",
            })
    void parameter_outOfRange_isAnError(String query, String message) {
        assertThatThrownBy(() -> engine.instant(query, 0))
                .isInstanceOf(QueryException.Execution.class)
                .hasMessage(message);
    }

    @Test
    void parameter_changesFromStepToStep() {
        engine.load(Labels.of("__name__", "k"), MINUTE, "0 1 2.7 -1e30");
        assertThat(text(engine.range("topk(scalar(k), x{job=\"b\"})", 0, 2 * MINUTE, MINUTE)))
                .isEqualTo(
                        "x{i=\"1\", job=\"b\"} 3.0@60000 3.0@120000\n"
                                + "x{i=\"2\", job=\"b\"} -2.0@120000");
        assertThat(
                        text(
                                engine.range(
                                        "quantile(scalar(k) - 1, x{job=\"b\"})",
                                        0,
                                        2 * MINUTE,
                                        MINUTE)))
                .isEqualTo("{} -Infinity@0 -2.0@60000 Infinity@120000");
        assertThatThrownBy(() -> engine.range("topk(scalar(k), x)", 0, 3 * MINUTE, MINUTE))
                .hasMessage("Scalar value -1e+30 underflows int64");
        assertThat(text(engine.range("topk(scalar(k), x)", 3 * MINUTE, 3 * MINUTE, MINUTE)))
                .isEmpty();
        assertThatThrownBy(() -> engine.range("topk(scalar(k), x)", 0, 12 * MINUTE, MINUTE))
                .hasMessage("Parameter value is NaN");
    }

    @Test
    void quantile_thatIsNone_isWarnedOfOnce_namingTheFarthest() {
        String warning = "PromQL warning: quantile value should be between 0 and 1, got ";
        assertThat(engine.instant("quantile(1.5, nothing)", 0).warnings())
                .containsExactly(warning + "1.5 (1:10)");
        assertThat(engine.instant("quantile(NaN, x)", 0).warnings())
                .containsExactly(warning + "NaN (1:10)");
        engine.load(Labels.of("__name__", "q"), MINUTE, "-1+0.01x300");
        assertThat(engine.range("quantile(scalar(q), x)", 0, 300 * MINUTE, MINUTE).warnings())
                .containsExactly(warning + "-1 (1:10)", warning + "2 (1:10)");
    }

    @Test
    void limitRatio_andItsComplement_partTheSeries() {
        for (int i = 10; i < 200; i++) {
            load("c", String.valueOf(i), "1");
        }
        int some = size("limit_ratio(0.3, x)");
        assertThat(some).isBetween(30, 90);
        assertThat(some + size("limit_ratio(-0.7, x)")).isEqualTo(195);
        assertThat(size("limit_ratio(1, x)")).isEqualTo(195);
        QueryResult over = engine.instant("limit_ratio(1.5, x)", 0);
        assertThat(((Value.Vector) over.value()).samples()).hasSize(195);
        assertThat(over.warnings())
                .containsExactly(
                        "PromQL warning: ratio value should be between -1 and 1, got 1.5, capping"
                                + " to 1 (1:13)");
        assertThat(engine.instant("limit_ratio(-2, x)", 0).warnings())
                .containsExactly(
                        "PromQL warning: ratio value should be between -1 and 1, got -2, capping"
                                + " to -1 (1:13)");
    }

    private int size(String query) {
        return ((Value.Vector) engine.instant(query, 0).value()).samples().size();
    }

    @Test
    void topk_overSteps_givesRowsInTheOrderOfLabels() {
        load("c", "1", "0+1x10");
        assertThat(text(engine.range("topk(1, x{i=\"1\"})", 0, 5 * MINUTE, MINUTE)))
                .isEqualTo(
                        "x{i=\"1\", job=\"b\"} 3.0@0 3.0@60000 3.0@120000 3.0@180000\n"
                                + "x{i=\"1\", job=\"c\"} 4.0@240000 5.0@300000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topk(2, x @ 60)",
                "count_values(\"v\", x @ 60)",
                "quantile(0.5, x @ 60)",
                "limitk(2, x @ 60)",
                "max_over_time(count_values(\"v\", x)[5m:1m])",
                "max_over_time(topk(2, x)[5m:1m])"
            })
    void insideOtherGrids_eachStepIsThatOfAnInstantQuery(String query) {
        Value.Matrix matrix =
                (Value.Matrix) engine.range(query, 100 * MINUTE, 250 * MINUTE, MINUTE).value();
        assertThat(matrix.rows()).isNotEmpty();
        Value.Vector last = (Value.Vector) engine.instant(query, 250 * MINUTE).value();
        assertThat(matrix.rows()).hasSize(last.samples().size());
        for (Value.MatrixRow row : matrix.rows()) {
            assertThat(row.size()).isEqualTo(151);
            assertThat(last.samples())
                    .anySatisfy(
                            s -> {
                                assertThat(s.labels()).isEqualTo(row.labels());
                                assertThat(s.value()).isEqualTo(row.valueAt(150));
                            });
        }
    }

    @Test
    void namesKeptUntilTheEnd_goWithTheirRows() {
        try (EngineFixture delayed = new EngineFixture(TestOptions.delayedNames())) {
            delayed.load(Labels.of("__name__", "x", "i", "1"), MINUTE, "1");
            assertThat(text(delayed.instant("topk(1, x)", 0))).isEqualTo("x{i=\"1\"} 1.0");
            assertThat(text(delayed.instant("topk(1, -x)", 0))).isEqualTo("{i=\"1\"} -1.0");
        }
    }

    @Test
    void countValues_countsSamplesOnce() {
        QueryStats stats =
                engine.range("count_values(\"v\", x{i=\"1\"})", 0, 9 * MINUTE, MINUTE).stats();
        assertThat(stats.totalQueryableSamples()).isEqualTo(20);
    }
}
