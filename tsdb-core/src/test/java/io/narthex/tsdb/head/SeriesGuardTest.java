package io.narthex.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.tsdb.index.Crowd;

import org.junit.jupiter.api.Test;

import java.util.List;

class SeriesGuardTest {
    @Test
    void warning_namesMetricLabelAndValues() {
        assertThat(
                        SeriesGuard.tell(
                                new Crowd("logins_total", 30, "user_id", 29, List.of("u0", "u1"))))
                .isEqualTo(
                        "\"logins_total\" has 30 of them, its label \"user_id\" 29 values, such as"
                                + " \"u0\", \"u1\"");
        assertThat(SeriesGuard.tell(new Crowd("m", 1, "", 0, List.of())))
                .isEqualTo("\"m\" has 1 of them");
    }
}
