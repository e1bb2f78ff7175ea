package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What fails while a query is planned or evaluated: every error that Prometheus 3.14 knows, with
/// its text.
///
/// Elsewhere: timeouts, cancellation and limits are in [QueryLimitsTest], failures of the store in
/// [QueryEngineTest], what concerns native histograms (`anchored modifier is not supported with
/// histograms`, `info sample should be float`) in the scripts of `promql-test`.
///
/// These can't occur: `@ modifier is disabled` and `negative offset is disabled` (both are always
/// on), and guards against trees that no parser makes: `unhandled expression`, `unexpected result`,
/// `expected aggregation operator`, `operator not allowed`, `many-to-many only allowed for set
/// operators`.
class EvaluationErrorTest {
    private static final EngineFixture ENGINE = new EngineFixture(TestOptions.experimental(1));

    @BeforeAll
    static void load() {
        ENGINE.load(Labels.of("__name__", "a", "x", "1", "y", "1"), 60_000, "1+1x10");
        ENGINE.load(Labels.of("__name__", "a", "x", "1", "y", "2"), 60_000, "1+1x10");
        ENGINE.load(Labels.of("__name__", "b", "x", "1", "y", "1"), 60_000, "1+1x10");
        ENGINE.load(Labels.of("__name__", "b", "x", "1", "y", "3"), 60_000, "1+1x10");
        ENGINE.load(Labels.of("__name__", "c", "x", "1"), 60_000, "1+1x10");
        ENGINE.load(Labels.of("__name__", "d", "x", "1"), 60_000, "1+1x10");
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "-{__name__=~'[cd]'} + on() group_left() vector(1) | vector cannot contain metrics"
                        + " with the same labelset",
                "abs({__name__=~'[cd]'}) | vector cannot contain metrics with the same labelset",
                "rate({__name__=~'[cd]'}[5m]) | vector cannot contain metrics with the same"
                        + " labelset",
                "label_replace(a, 'y', '', 'y', '.*') | vector cannot contain metrics with the same"
                        + " labelset",
                "a + on(x) c | multiple matches for labels: many-to-one matching must be explicit"
                        + " (group_left/group_right)",
                "c * on(x) a | found duplicate series for the match group {x=\"1\"} on the right"
                        + " hand-side of the operation: [{__name__=\"a\", x=\"1\", y=\"1\"},"
                        + " {__name__=\"a\", x=\"1\", y=\"2\"}];many-to-many matching not allowed:"
                        + " matching labels must be unique on one side",
                "a == on(x) group_right() b | found duplicate series for the match group {x=\"1\"}"
                        + " on the left hand-side of the operation: [{__name__=\"a\", x=\"1\","
                        + " y=\"1\"}, {__name__=\"a\", x=\"1\", y=\"2\"}];many-to-many matching not"
                        + " allowed: matching labels must be unique on one side",
                "{__name__=~'[cd]'} + on(x) group_left() sum by (x) (c) | multiple matches for"
                        + " labels: grouping labels must ensure unique matches",
                "topk(NaN, a) | Parameter value is NaN",
                "bottomk(1e19, a) | Scalar value 1e+19 overflows int64",
                "limit_ratio(NaN, a) | Ratio value is NaN",
                "count_values('', a) | invalid label name \"\"",
                "label_replace(a, 'x', '', 'y', '(') | invalid regular expression in"
                        + " label_replace(): (",
                "label_replace(a, '', '', 'y', '.*') | invalid destination label name in"
                        + " label_replace(): ",
                "label_join(a, '', '-', 'x') | invalid destination label name in label_join(): ",
                "label_join(a, 'z', '-', '') | invalid source label name in label_join(): ",
                "double_exponential_smoothing(a[5m], 1, 0.5) | invalid smoothing factor. Expected:"
                        + " 0 < sf < 1, got: 1.000000",
                "double_exponential_smoothing(a[5m], 0.5, -2) | invalid trend factor. Expected: 0 <"
                        + " tf < 1, got: -2.000000",
                "sum_over_time(a[5m] anchored) | anchored modifier can only be used with: changes,"
                        + " delta, increase, rate, resets - not with sum_over_time",
                "changes(a[5m] smoothed) | smoothed modifier can only be used with: delta,"
                        + " increase, rate - not with changes",
                "rate(a[range()]) | 7:14: duration must be greater than 0",
                "rate(a[1m - step() - 2m]) | 7:23: duration must be greater than 0",
                "rate(a[5m:1m / range()]) | 10:22: division by zero",
                "rate(a[1m % (0s)]) | 7:15: modulo by zero",
                "a offset (2 ^ 9999) | 10:18: duration is NaN or infinite",
                "a offset -(9e9 * 2) | 9:18: duration is out of range",
            })
    void failingQuery_saysWhy(String query, String message) {
        assertThatThrownBy(() -> ENGINE.instant(query, 300_000))
                .isInstanceOf(QueryException.class)
                .hasMessage(endOf(message));
    }

    @Test
    void parameter_thatUnderflowsAtOneStep_fails() {
        assertThatThrownBy(() -> ENGINE.range("limitk(5 - time() * 1e20, a)", 0, 60_000, 60_000))
                .hasMessage("Scalar value -6e+21 underflows int64");
    }

    /// The table's cells lose the space behind a name that is empty.
    private static String endOf(String message) {
        return message.endsWith("():") ? message + " " : message;
    }

    @ParameterizedTest
    @CsvSource({"a[5m], range vector", "a[5m:1m], range vector", "`a`, string"})
    void rangeQuery_ofAnotherType_isRefused(String query, String type) {
        assertThatThrownBy(() -> ENGINE.range(query, 0, 60_000, 60_000))
                .isInstanceOf(QueryException.BadQuery.class)
                .hasMessage(
                        "invalid expression type \""
                                + type
                                + "\" for range query, must be Scalar or instant Vector");
    }
}
