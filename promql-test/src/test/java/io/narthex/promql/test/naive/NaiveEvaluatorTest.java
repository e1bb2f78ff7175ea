package io.narthex.promql.test.naive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.promql.test.naive.NaiveEvaluator.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

/// The oracle itself, on figures that anyone can check.
class NaiveEvaluatorTest {
    private static final long[] TIMES = {0, 60_000, 120_000};

    private static ListSeries series(long ref, String n, double... values) {
        return new ListSeries(ref, Labels.of("__name__", "m", "n", n), TIMES, values);
    }

    private static Map<Labels, Map<Long, Object>> evaluate(String query, long time) {
        return NaiveEvaluator.evaluate(
                        query,
                        new ListQueryable(
                                List.of(series(1, "1", 1, 2, 4), series(2, "2", 10, 0, 5))),
                        new Settings(time, time, 0, 300_000, 60_000, false, false))
                .rows();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum(m) | 9",
                "sum(m offset 1m) | 2",
                "sum(m @ 0) | 11",
                "max(m) - min(m) | 1",
                "stdvar(m) | 0.25",
                "quantile(0.5, m) | 4.5",
                "sum(count_over_time(m[2m])) | 4",
                "sum(count_over_time(m[1m * 2])) | 4",
                "sum(increase(m[2m])) | 9",
                "sum(increase(m[2m] anchored)) | 8",
                "sum(resets(m[3m])) | 1",
                "sum(sum_over_time(m[2m:1m])) | 11",
                "sum(m * on (n) m) | 41",
                "sum(m + on (n) fill_right (1) m{n=\"1\"}) | 14",
                "sum(m and on (n) (m > 4)) | 5",
                "sum(topk(1, m)) | 5",
                "scalar(m{n=\"1\"}) ^ 2 | 16",
                "count(absent(none)) | 1"
            })
    void evaluate_knownFigures(String query, double value) {
        assertThat(evaluate(query, 120_000))
                .containsExactly(Map.entry(Labels.empty(), Map.of(120_000L, value)));
    }

    @Test
    void evaluate_ambiguousMatch_fails() {
        assertThatThrownBy(() -> evaluate("m + on () m", 0)).isInstanceOf(NaiveException.class);
        assertThatThrownBy(() -> evaluate("sum(m) + on () m", 0))
                .isInstanceOf(NaiveException.class);
        assertThat(evaluate("m + on () group_left sum(m)", 0)).hasSize(2);
    }
}
