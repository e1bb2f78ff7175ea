package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.ForwardingAppender;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// The runner fails what is wrong: an expectation changed a little must not pass.
class ScriptRunnerTest {
    private static final String LOAD =
            """
            load 1m
              x_total{n="1"} 0+60x10
              x_total{n="2"} 5 stale NaN 7

            """;

    private static ScriptReport run(String eval) {
        return ScriptRunner.run("s", LOAD + eval, RunOptions.DEFAULTS);
    }

    private static List<Outcome> outcomes(String eval) {
        return run(eval).results().stream().map(EvalResult::outcome).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eval instant at 5m x_total{n=\"1\"}\n x_total{n=\"1\"} 300",
                "eval instant at 5m x_total{n=\"1\"}\n x_total{n=\"1\"} 300.00001",
                "eval instant at 2m x_total{n=\"2\"}\n x_total{n=\"2\"} NaN",
                "eval range from 0 to 3m step 1m x_total{n=\"2\"}\n x_total{n=\"2\"} 5 _ NaN 7",
                "eval instant at 5m 1 + 1\n 2",
                "eval instant at 5m 'a'\n expect string \"a\"",
                "eval instant at 5m x_total{n=\"1\"}[1m]\n"
                        + " expect range vector from 5m to 5m step 1m\n x_total{n=\"1\"} 300",
                "eval instant at 5m rate(x_total{n=\"1\"}[5m])\n expect no_info\n {n=\"1\"} 1",
                "eval_warn instant at 5m quantile_over_time(2, x_total{n=\"1\"}[5m])\n"
                        + " {n=\"1\"} Inf",
                "eval_ordered instant at 0 x_total\n x_total{n=\"1\"} 0\n x_total{n=\"2\"} 5"
            })
    void run_rightExpectation_passes(String eval) {
        assertThat(outcomes(eval)).containsExactly(new Outcome.Passed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a value, a label, a series too many or too few
                "eval instant at 5m x_total{n=\"1\"}\n x_total{n=\"1\"} 300.001",
                "eval instant at 5m x_total{n=\"1\"}\n x_total{n=\"2\"} 300",
                "eval instant at 5m x_total{n=\"1\"}\n {n=\"1\"} 300",
                "eval instant at 5m x_total{n=\"1\"}",
                "eval instant at 5m x_total{n=\"1\"}\n x_total{n=\"1\"} 300\n x_total{n=\"3\"} 1",
                "eval instant at 2m x_total{n=\"2\"}\n x_total{n=\"2\"} stale",
                // a point too many or too few
                "eval range from 0 to 3m step 1m x_total{n=\"2\"}\n x_total{n=\"2\"} 5 NaN NaN 7",
                "eval range from 0 to 3m step 1m x_total{n=\"2\"}\n x_total{n=\"2\"} 5 _ NaN _",
                // the type
                "eval instant at 5m 1 + 1\n {} 2",
                "eval instant at 5m vector(2)\n 2",
                "eval instant at 5m 'a'\n expect string \"b\"",
                "eval instant at 5m x_total{n=\"1\"}[1m]\n x_total{n=\"1\"} 300",
                "eval instant at 5m x_total{n=\"1\"}[1m]\n"
                        + " expect range vector from 4m to 5m step 1m\n x_total{n=\"1\"} 240 300",
                // failures and annotations
                "eval instant at 5m x_total{n=\"1\"}\n expect fail",
                "eval instant at 5m sum(x_total",
                "eval instant at 5m sum(x_total\n expect fail",
                "eval instant at 5m rate(x_total{n=\"1\"}[5m])\n expect info\n {n=\"1\"} 1",
                "eval instant at 5m quantile_over_time(2, x_total{n=\"1\"}[5m])\n"
                        + " expect no_warn\n {n=\"1\"} Inf",
                "eval instant at 5m quantile_over_time(2, x_total{n=\"1\"}[5m])\n"
                        + " expect warn msg: something else\n {n=\"1\"} Inf",
                // the order
                "eval_ordered instant at 0 x_total\n x_total{n=\"2\"} 5\n x_total{n=\"1\"} 0"
            })
    void run_wrongExpectation_fails(String eval) {
        assertThat(outcomes(eval)).hasSize(1).hasOnlyElementsOfType(Outcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reload 5m",
                "load\n x 1",
                "load 5m\n x 1+2",
                "load 5m\n x 1,2",
                "load 5m\n x{a=~\"b\"} 1",
                "load 5m\n x 1\n\nload 1m\n x 5",
                "load 5m\n x@st 0",
                "load 5m\n x@st 0\n y 1",
                "load 5m\n x@st 0 0\n x 1",
                "load 5m\n x@st 0\n x@st 0\n x 1",
                "load 5m\n x@st 1.5\n x 1",
                "eval range from 5m to 1m step 1m x",
                "eval instant at 1x x",
                "eval instant at 1m x\n expect nothing",
                "eval instant at 1m x\n expect warn\n expect no_warn",
                "eval instant at 1m x\n x 1 2"
            })
    void run_scriptThatIsNotValid_failsAtItsLine(String script) {
        ScriptReport report = ScriptRunner.run("s", "\n\n" + script, RunOptions.DEFAULTS);

        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.results().getLast().line()).isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h {{schema:1 count:3 sum:5 z_bucket:1 buckets:[1 0 1]}}",
                "h {{schema:0 count:4 sum:5 z_bucket:1 buckets:[1 0 1]}}",
                "h {{schema:0 count:3 sum:6 z_bucket:1 buckets:[1 0 1]}}",
                "h {{schema:0 count:3 sum:5 z_bucket:2 buckets:[1 0 1]}}",
                "h {{schema:0 count:3 sum:5 z_bucket:1 z_bucket_w:1 buckets:[1 0 1]}}",
                "h {{schema:0 count:3 sum:5 z_bucket:1 buckets:[1 0 2]}}",
                "h {{schema:0 count:3 sum:5 z_bucket:1 buckets:[1 1]}}",
                "h {{schema:0 count:3 sum:5 z_bucket:1 buckets:[1 0 1] offset:1}}",
                "h {{schema:0 count:3 sum:5 z_bucket:1 buckets:[1 0 1] n_buckets:[1]}}",
                "h {{schema:0 count:3 sum:5 z_bucket:1 buckets:[1 0 1] counter_reset_hint:gauge}}",
                "h 5"
            })
    void run_histogramThatIsNotTheExpectedOne_fails(String expected) {
        String script =
                """
                load 1m
                  h {{schema:0 count:3 sum:5 z_bucket:1 buckets:[1 0 1]}}

                eval instant at 0 h
                """;
        String right = "  h {{schema:0 count:3 sum:5 z_bucket:1 buckets:[1 0 1 0]}}\n";
        assertThat(ScriptRunner.run("s", script + right, RunOptions.DEFAULTS).failed()).isZero();
        assertThat(ScriptRunner.run("s", script + "  " + expected, RunOptions.DEFAULTS).failed())
                .isEqualTo(1);
    }

    @Test
    void run_storeWithoutStartTimestamps_failsWhereTheyWouldCount() {
        String script =
                """
                load 1m
                  s@st _ -1mx4
                  s 1x5
                  f 1

                eval instant at 0 s
                  s 1

                eval instant at 0 f
                  f 1
                """;
        RunOptions withoutStarts =
                new RunOptions(
                        RunOptions.DEFAULTS.engine(),
                        () -> {
                            ListStore store = new ListStore();
                            return new RunOptions.Store(
                                    () -> new ForwardingAppender(store.appender()), store);
                        });
        ScriptReport report = ScriptRunner.run("s", script, withoutStarts);

        assertThat(report.problems())
                .containsExactly(
                        "s:6: s: unexpected error: start timestamps are not supported yet");
        assertThat(report.passed()).isEqualTo(1);
        assertThat(ScriptRunner.run("s", script, RunOptions.DEFAULTS).passed()).isEqualTo(2);
    }

    @Test
    void problems_nameScriptLineAndQuery() {
        assertThat(run("eval instant at 0 1 + 1\n 3").problems())
                .containsExactly("s:5: 1 + 1: expected 3.0; actual: 2.0");
    }
}
