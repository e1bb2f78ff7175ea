package io.narthex.promql.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTimesTest {
    /// A sample at 100 follows one at 60.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    before | start | reset | overlaps | what it is
                    0      | 0     | false | false    | nothing known
                    10     | 0     | false | false    | no longer known
                    10     | 10    | false | false    | one counter
                    0      | 10    | false | true     | a start known too late
                    20     | 10    | false | true     | a start that went back
                    10     | 20    | false | true     | a start between two samples' starts
                    10     | 80    | true  | false    | a new counter
                    0      | 80    | true  | false    | a new counter after an unknown one
                    10     | 60    | true  | false    | the next delta
                    0      | 60    | false | false    | cumulative with unknown start
                    60     | 60    | false | false    | the same as OpenTelemetry writes it
                    70     | 60    | false | false    | a delta after a start that is not valid
                    10     | 100   | false | false    | unknown as OpenTelemetry writes it
                    10     | 110   | false | false    | a start that is not valid
                    """,
            useHeadersInDisplayName = true)
    void isReset_overlaps_table(
            long before, long start, boolean reset, boolean overlaps, String what) {
        StartTimes starts = new StartTimes(new long[] {60, 100}, new long[] {before, start});

        assertThat(starts.isReset(1)).as("reset: %s", what).isEqualTo(reset);
        assertThat(starts.overlaps(1)).as("overlaps: %s", what).isEqualTo(overlaps);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "39, false", "40, false", "41, true", "59, true", "60, false"})
    void beginsAfter_isWithinTheWindowAndBeforeTheSample(long start, boolean begins) {
        StartTimes starts = new StartTimes(new long[] {60}, new long[] {start});

        assertThat(starts.beginsAfter(40, 0)).isEqualTo(begins);
    }
}
