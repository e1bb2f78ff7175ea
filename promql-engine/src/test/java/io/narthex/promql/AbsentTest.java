package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsentTest {
    private final EngineFixture engine = new EngineFixture();

    @BeforeEach
    void load() {
        engine.load(Labels.of("__name__", "x", "i", "a"), 60_000, "1 stale 3 stale");
        engine.load(Labels.of("__name__", "x", "i", "b"), 60_000, "1 2 stale _ _ stale");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "absent(none) ; {} 1.0",
                "absent(none{job='a', i=~'b|c'}) ; {job=\"a\"} 1.0",
                "absent(none{job='a', job='b', x='y'}) ; {x=\"y\"} 1.0",
                "absent(none{job='a', job='a', x='y'}) ; {x=\"y\"} 1.0",
                "absent(none{job='a', job!='b'}) ; {} 1.0",
                "absent(none{job!='b', job='a'}) ; {job=\"a\"} 1.0",
                "absent(none{job=''}) ; {} 1.0",
                "absent({__name__='none', job='a'}) ; {job=\"a\"} 1.0",
                "absent((none{job='a'})) ; {job=\"a\"} 1.0",
                "absent(none{job='a'} @ 5) ; {job=\"a\"} 1.0",
                "absent(none{job='a'} offset 1m) ; {job=\"a\"} 1.0",
                "absent(+none{job='a'}) ; {} 1.0",
                "absent(abs(none{job='a'})) ; {} 1.0",
                "absent(x{i='a'} > 5) ; {} 1.0",
                "absent(absent(x)) ; {} 1.0"
            })
    void nothing_isOneWithTheLabelsTheSelectorFixes(String query, String expected) {
        assertThat(text(engine.instant(query, 0))).isEqualTo(expected);
    }

    @Test
    void something_isNothing() {
        assertThat(text(engine.instant("absent(x)", 0))).isEmpty();
    }

    @Test
    void rangeQuery_isDecidedStepByStep() {
        assertThat(text(engine.range("absent(x)", 0, 360_000, 60_000)))
                .isEqualTo("{} 1.0@180000 1.0@240000 1.0@300000 1.0@360000");
        assertThat(text(engine.range("absent(x{i='a'})", 0, 120_000, 60_000)))
                .isEqualTo("{i=\"a\"} 1.0@60000");
        assertThat(text(engine.range("absent(x @ 180)", 0, 60_000, 60_000)))
                .isEqualTo("{} 1.0@0 1.0@60000");
    }
}
