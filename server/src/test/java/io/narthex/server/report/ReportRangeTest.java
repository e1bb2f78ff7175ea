package io.narthex.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportRangeTest {
    private static final long NOW = 1_800_000_000_000L; // 2027-01-15T08:00:00Z

    @ParameterizedTest
    @CsvSource({
        "-20m..-10m, -1200, -600",
        "-1h30m..now, -5400, 0",
        "1799999000..1799999999.5, -1000, -0.5",
        "2027-01-15T07:00:00Z..2027-01-15T16:30:00+09:00, -3600, -1800",
        "-10m..2027-01-15T08:00:00Z, -600, 0"
    })
    void parse_timesOfAnyKind(String text, double from, double to) {
        assertThat(ReportRange.parse("--before", text, NOW))
                .isEqualTo(new ReportRange(NOW + (long) (from * 1000), NOW + (long) (to * 1000)));
    }

    @ParameterizedTest
    @CsvSource({
        "-20m, is no span of time; write it as A..B",
        "..now, is no span of time; write it as A..B",
        "yesterday..now, \"yesterday\" is no time; write 2026-01-31T12:00:00Z",
        "-10..now, \"-10\" is no time",
        "-10m..-20m, write the earlier time first",
        "now..now, write the earlier time first",
        "-10m..1800000001, ends in the future; wait"
    })
    void parse_anythingElse_namesFlagAndRemedy(String text, String message) {
        assertThatThrownBy(() -> ReportRange.parse("--before", text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--before: ")
                .hasMessageContaining(message);
    }
}
