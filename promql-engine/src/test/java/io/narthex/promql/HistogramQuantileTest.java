package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramQuantileTest {
    private static final long MINUTE = 60_000;
    private static final String FORCED =
            "PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see"
                    + " https://prometheus.io/docs/prometheus/latest/querying/functions/"
                    + "#histogram_quantile)";

    private final EngineFixture engine = new EngineFixture();

    @AfterEach
    void close() {
        engine.close();
    }

    private static void bucket(EngineFixture into, String name, String i, String le, String v) {
        into.load(Labels.of("__name__", name, "i", i, "le", le), MINUTE, v);
    }

    private void bucket(String i, String le, String values) {
        bucket(engine, "b", i, le, values);
    }

    private void twoHistograms() {
        bucket("x", "1", "2+0x5");
        bucket("x", "2", "5+0x5");
        bucket("x", "10", "8+0x5");
        bucket("x", "+Inf", "10+0x5");
        bucket("y", "1", "0+0x5");
        bucket("y", "1.0", "4+0x5");
        bucket("y", "+Inf", "4+0x5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "histogram_quantile(0.35, b) | {i=\"x\"} 1.5; {i=\"y\"} 0.35",
                "histogram_quantile(0.65, b) | {i=\"x\"} 6.0; {i=\"y\"} 0.65",
                "histogram_quantile(0.5, sum by (le) (b{le!=\"2\"})) | {} 5.5",
                "histogram_quantile(1, b) | {i=\"x\"} 10.0; {i=\"y\"} 1.0",
                "histogram_quantile(scalar(b{le=\"1.0\"}) / 8, b) | {i=\"x\"} 2.0; {i=\"y\"} 0.5",
                "histogram_quantile(0.5, nothing) | ''",
                "histogram_quantile(0.5, b{le!=\"+Inf\"}) | {i=\"x\"} NaN; {i=\"y\"} NaN",
                "histogram_fraction(0, 1.5, b) | {i=\"x\"} 0.35; {i=\"y\"} 1.0",
                "histogram_fraction(1, 5.5, sum by (le) (b{le!=\"2\"})) | {} 0.07142857142857142",
                "max(histogram_quantile(0.35, b)) | {} 1.5",
            })
    void function_ofClassicHistograms_givesOneValueEach(String query, String expected) {
        twoHistograms();
        StringBuilder out = new StringBuilder();
        QueryResult result = engine.instant(query, 5 * MINUTE);
        for (Value.VectorSample s : ((Value.Vector) result.value()).samples()) {
            out.append(out.isEmpty() ? "" : "; ").append(s.labels()).append(' ').append(s.value());
        }
        assertThat(out.toString()).isEqualTo(expected);
        assertThat(result.infos()).isEmpty();
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void bucketsThatComeAndGo_countWhereTheyAre() {
        bucket("x", "1", "2 2 stale _");
        bucket("x", "2", "_ 4 4 4");
        bucket("x", "+Inf", "4 8 8 stale");
        assertThat(text(engine.range("histogram_quantile(0.5, b)", 0, 4 * MINUTE, MINUTE)))
                .isEqualTo("{i=\"x\"} 1.0@0 2.0@60000 2.0@120000 NaN@180000 NaN@240000");
    }

    @Test
    void quantileThatIsNone_isWarnedOfEvenWithoutSeries() {
        String warning = "PromQL warning: quantile value should be between 0 and 1, got ";
        QueryResult result = engine.instant("histogram_quantile(1.5, nothing)", 0);
        assertThat(result.warnings()).containsExactly(warning + "1.5 (1:20)");
        twoHistograms();
        result = engine.instant("sum(\nhistogram_quantile(-2, b))", 0);
        assertThat(result.warnings()).containsExactly(warning + "-2 (2:20)");
        assertThat(text(result)).isEqualTo("{} -Infinity");
    }

    @Test
    void badBucketLabel_isWarnedOfAndLeftOut() {
        twoHistograms();
        bucket("x", "1x", "7");
        engine.load(Labels.of("__name__", "b", "i", "z"), MINUTE, "7");
        QueryResult result = engine.instant("histogram_quantile(0.35, b)", 0);
        String warning =
                "PromQL warning: bucket label \"le\" is missing or has a malformed value of ";
        assertThat(result.warnings())
                .containsExactly(warning + "\"\" (1:26)", warning + "\"1x\" (1:26)");
        assertThat(text(result)).isEqualTo("{i=\"x\"} 1.5\n{i=\"y\"} 0.35");
        // Gone by then.
        assertThat(engine.instant("histogram_quantile(0.35, b)", 60 * MINUTE).warnings()).isEmpty();
        assertThat(engine.instant("histogram_fraction(0, 1, b)", 0).warnings())
                .containsExactly(warning + "\"\" (1:26)", warning + "\"1x\" (1:26)");
    }

    @Test
    void countsThatDecrease_areToldOnceForAllSteps() {
        bucket("x", "1", "5+0x300");
        bucket("x", "2", "3+0x300");
        bucket("x", "+Inf", "10+0x300");
        bucket("y", "0.1", "8 8 8");
        bucket("y", "4", "8 8 4.75");
        bucket("y", "+Inf", "9 9 9");
        String query = "histogram_quantile(0.9, b)";
        assertThat(engine.range(query, 0, 300 * MINUTE, MINUTE).infos())
                .containsExactly(
                        FORCED
                                + ", from buckets 2 to 4, with a max diff of 3.2, over 306 samples"
                                + " from 1970-01-01T00:00:00Z to 1970-01-01T05:00:00Z (1:25)");
        assertThat(engine.instant(query, 2 * MINUTE).infos())
                .containsExactly(
                        FORCED
                                + ", from buckets 2 to 4, with a max diff of 3.2, over 2 samples"
                                + " from 1970-01-01T00:02:00Z to 1970-01-01T00:02:00Z (1:25)");
        assertThat(engine.instant("histogram_fraction(0, 1, b)", 0).infos()).isEmpty();
    }

    @Test
    void countsThatDecrease_inWhatIsEvaluatedOnce_areToldOnce() {
        bucket("x", "1", "5+0x300");
        bucket("x", "+Inf", "3+0x300");
        bucket("x", "2", "6+0x300");
        String tail = ", from buckets +Inf to +Inf, with a max diff of 3, over ";
        assertThat(engine.range("histogram_quantile(0.9, b @ 60)", 0, 300 * MINUTE, MINUTE).infos())
                .containsExactly(
                        FORCED
                                + tail
                                + "1 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:00:00Z"
                                + " (1:25)");
        String subquery = "max_over_time(histogram_quantile(0.9, b)[2h:1m])";
        assertThat(engine.range(subquery, 150 * MINUTE, 300 * MINUTE, MINUTE).infos())
                .containsExactly(
                        FORCED
                                + tail
                                + "270 samples from 1970-01-01T00:31:00Z to 1970-01-01T05:00:00Z"
                                + " (1:39)");
    }

    @Test
    void namesGone_equalHistogramsAreAnErrorWhereTheyMeet() {
        for (String name : new String[] {"b", "c"}) {
            bucket(engine, name, "x", "1", name.equals("b") ? "1 1 stale" : "_ _ _ 1");
            bucket(engine, name, "x", "+Inf", name.equals("b") ? "1 1 stale" : "_ _ _ 1");
        }
        String query = "histogram_quantile(0.5, {__name__=~\"b|c\"})";
        assertThat(text(engine.range(query, 0, 3 * MINUTE, MINUTE)))
                .isEqualTo("{i=\"x\"} 0.5@0 0.5@60000 0.5@180000");
        bucket(engine, "d", "x", "+Inf", "_ _ _ 1");
        assertThatThrownBy(
                        () ->
                                engine.range(
                                        "histogram_quantile(0.5, {i=\"x\"})",
                                        0,
                                        3 * MINUTE,
                                        MINUTE))
                .isInstanceOf(QueryException.Execution.class)
                .hasMessage("vector cannot contain metrics with the same labelset");
    }

    @Test
    void namesKeptUntilTheEnd_areInTheAnnotations() {
        try (EngineFixture delayed = new EngineFixture(TestOptions.delayedNames())) {
            bucket(delayed, "b", "x", "1", "5");
            bucket(delayed, "b", "x", "+Inf", "3");
            bucket(delayed, "b", "x", "?", "3");
            QueryResult result = delayed.instant("histogram_quantile(0.5, b)", 0);
            assertThat(text(result)).isEqualTo("{i=\"x\"} 0.5");
            assertThat(result.infos())
                    .singleElement()
                    .asString()
                    .startsWith(FORCED + " for metric name \"b\", from buckets +Inf");
            assertThat(result.warnings())
                    .containsExactly(
                            "PromQL warning: bucket label \"le\" is missing or has a malformed"
                                    + " value of \"?\" for metric name \"b\" (1:25)");
        }
    }
}
