package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values filled in for samples without a match.
class JoinFillTest {
    private static final long MINUTE = 60_000;

    private final EngineFixture engine = new EngineFixture(TestOptions.experimental(2));

    @BeforeEach
    void load() {
        engine.load(Labels.of("__name__", "l", "x", "1"), MINUTE, "1 stale");
        engine.load(Labels.of("__name__", "l", "x", "2"), MINUTE, "2 2");
        engine.load(Labels.of("__name__", "r", "x", "2", "o", "ann"), MINUTE, "20 stale");
        engine.load(Labels.of("__name__", "r", "x", "3", "o", "bob"), MINUTE, "30 30");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "l + on(x) r | {x=\"2\"} 22.0",
                "l + on(x) fill(0) r | {x=\"1\"} 1.0;{x=\"2\"} 22.0;{x=\"3\"} 30.0",
                "l + on(x) fill_right(5) r | {x=\"1\"} 6.0;{x=\"2\"} 22.0",
                "l - on(x) fill_left(5) r | {x=\"2\"} -18.0;{x=\"3\"} -25.0",
                "l + on(x) fill(0) nothing | {x=\"1\"} 1.0;{x=\"2\"} 2.0",
                "nothing + on(x) fill(0) nothing | ''",
                "l > on(x) fill(0) r | {x=\"1\"} 1.0",
                "l < bool on(x) fill(0) r | {x=\"1\"} 0.0;{x=\"2\"} 1.0;{x=\"3\"} 1.0",
                "l * on(x) group_left(o) fill_right(1) r | {x=\"1\"} 1.0;{o=\"ann\", x=\"2\"} 40.0",
                "l * on(x) group_left(o) fill_left(1) r | {o=\"ann\", x=\"2\"} 40.0;"
                        + "{o=\"bob\", x=\"3\"} 30.0",
                // The left value stands for the "many" side, be that the right one.
                "l * on(x) group_right fill_left(7) r | {o=\"ann\", x=\"2\"} 40.0;{x=\"1\"} 7.0",
                "l * on(x) group_right fill_right(7) r | {o=\"ann\", x=\"2\"} 40.0;"
                        + "{o=\"bob\", x=\"3\"} 210.0",
            })
    void fill_standsForWhatIsMissing(String query, String expected) {
        String given = EngineFixture.text(engine.instant(query, 0)).replace('\n', ';');
        assertThat(given).isEqualTo(expected);
    }

    @Test
    void fill_isDecidedStepByStep() {
        assertThat(EngineFixture.text(engine.range("l + on(x) fill(0) r", 0, MINUTE, MINUTE)))
                .isEqualTo(
                        "{x=\"1\"} 1.0@0\n{x=\"2\"} 22.0@0 2.0@60000\n{x=\"3\"} 30.0@0 30.0@60000");
    }

    @Test
    void fill_duplicatesOfTheOneSide_failWithoutAnythingOnTheOther() {
        assertThatThrownBy(() -> engine.instant("nothing + on() fill_right(0) r", 0))
                .hasMessageStartingWith("found duplicate series for the match group {}");
    }
}
