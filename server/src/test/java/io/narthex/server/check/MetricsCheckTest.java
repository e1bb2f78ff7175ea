package io.narthex.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

class MetricsCheckTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(String exposition, boolean extended) {
        CheckOutput output = new CheckOutput(new PrintWriter(out), new PrintWriter(err));
        new MetricsCheck(output)
                .exposition(exposition.getBytes(StandardCharsets.UTF_8), true, extended);
        return output.exitCode(true);
    }

    @Test
    void usualMetrics_arePassedInSilence() {
        String text =
                """
                # HELP x_total Things.
                # TYPE x_total counter
                x_total{code="200"} 1
                x_total{code="500"} 1
                # HELP d_seconds Durations.
                # TYPE d_seconds histogram
                d_seconds_bucket{le="1"} 1
                d_seconds_bucket{le="+Inf"} 2
                d_seconds_sum 3
                d_seconds_count 2
                """;
        assertThat(check(text, false)).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void unusualOnes_areNamedSorted() {
        String text =
                """
                # TYPE y_milliseconds gauge
                y_milliseconds{le="1"} 1
                # HELP x Things.
                # TYPE x counter
                x{httpCode="1"} 1
                x{httpCode="1"} 2
                """;
        assertThat(check(text, false)).isEqualTo(3);
        assertThat(err.toString())
                .isEqualTo(
                        """
                        x counter metrics should have "_total" suffix
                        x label names should be written in 'snake_case' not 'camelCase'
                        x label names should be written in 'snake_case' not 'camelCase'
                        x metric not unique
                        y_milliseconds no help text
                        y_milliseconds non-histogram metrics should not have "le" label
                        y_milliseconds use base unit "seconds" instead of "milliseconds"
                        """);
    }

    @Test
    void brokenText_isAFailure() {
        assertThat(check("x{ 1\n", false)).isEqualTo(1);
        assertThat(err.toString()).startsWith("error while linting: line 1: ");
    }
}
