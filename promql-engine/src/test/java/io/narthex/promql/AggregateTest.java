package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateTest {
    private static final long MINUTE = 60_000;
    private final EngineFixture engine = new EngineFixture();

    @AfterEach
    void close() {
        engine.close();
    }

    private void load(String job, String instance, String values) {
        engine.load(Labels.of("__name__", "x", "job", job, "instance", instance), MINUTE, values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum(x) | {} 10.0",
                "sum by (job) (x) | {job=\"a\"} 3.0; {job=\"b\"} 7.0",
                "sum without (instance) (x) | {job=\"a\"} 3.0; {job=\"b\"} 7.0",
                "sum by (__name__) (x) | x 10.0",
                "sum by (nothing) (x) | {} 10.0",
                "avg(x) | {} 2.5",
                "count by (job) (x) | {job=\"a\"} 2.0; {job=\"b\"} 2.0",
                "group by (job) (x) | {job=\"a\"} 1.0; {job=\"b\"} 1.0",
                "min(x) | {} 1.0",
                "max by (job) (x) | {job=\"a\"} 2.0; {job=\"b\"} 4.0",
                "stdvar(x) | {} 1.25",
                "stddev by (job) (x) | {job=\"a\"} 0.5; {job=\"b\"} 0.5",
                "max(sum by (job) (x)) | {} 7.0",
            })
    void aggregation_ofFourSeries_groupsByLabels(String query, String expected) {
        load("a", "1", "1+0x10");
        load("a", "2", "2+0x10");
        load("b", "1", "3+0x10");
        load("b", "2", "4+0x10");
        assertThat(instant(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "sum, 1e100, 1, -1e100, 1.0",
        "sum, Infinity, 1, -Infinity, NaN",
        "sum, -0, -0, -0, 0.0",
        "avg, 1.7e308, 1.7e308, 1.7e308, 1.7E308",
        "avg, Infinity, 1, 2, Infinity",
        "avg, 1, NaN, 2, NaN",
        "min, NaN, 2, 3, 2.0",
        "max, NaN, NaN, NaN, NaN",
        "max, -Infinity, NaN, -5, -5.0",
        "stddev, Infinity, 1, 1, NaN",
        "stdvar, 1, 1, NaN, NaN",
        "count, NaN, 1, 2, 3.0",
        "group, NaN, 1, 2, 1.0"
    })
    void oddNumbers_followPrometheus(String op, String a, String b, String c, String expected) {
        load("a", "1", a);
        load("a", "2", b);
        load("a", "3", c);
        assertThat(instant(op + "(x)", 0)).isEqualTo("{} " + expected);
    }

    @Test
    void nothing_givesNothing() {
        assertThat(instant("sum(x)")).isEmpty();
    }

    @Test
    void rangeQuery_countsWhatIsThereAtEachStep() {
        load("a", "1", "1+0x3");
        load("a", "2", "5 stale");
        assertThat(text(engine.range("count(x)", 0, 2 * MINUTE, MINUTE)))
                .isEqualTo("{} 2.0@0 1.0@60000 1.0@120000");
    }

    private String instant(String query) {
        return instant(query, 10 * MINUTE);
    }

    private String instant(String query, long time) {
        StringBuilder out = new StringBuilder();
        for (Value.VectorSample s :
                ((Value.Vector) engine.instant(query, time).value()).samples()) {
            out.append(out.isEmpty() ? "" : "; ").append(s.labels()).append(' ').append(s.value());
        }
        return out.toString();
    }
}
