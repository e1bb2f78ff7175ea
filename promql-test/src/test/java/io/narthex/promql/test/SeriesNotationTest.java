package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;

class SeriesNotationTest {
    @ParameterizedTest
    @CsvSource({
        "1 -2.5 +3, 1.0 -2.5 3.0",
        "1x2, 1.0 1.0 1.0",
        "0+10x2, 0.0 10.0 20.0",
        "10-5x2, 10.0 5.0 0.0",
        "1+-2x2, 1.0 -1.0 -3.0",
        "-1-1x1, -1.0 -2.0",
        "_ _x2 1, _ _ _ 1.0",
        "1e3 1e-3x1, 1000.0 0.001 0.001",
        "0x3, 0.0 0.0 0.0 0.0",
        "Inf -Inf NaNx1, Infinity -Infinity NaN NaN",
        "1m -1m+30sx1, 60.0 -60.0 -30.0",
        "010, 8.0",
        "stale, stale",
        "{{}} {{schema:1 sum:2}}x1, '{count:0, sum:0} {count:0, sum:2} {count:0, sum:2}'",
        "{{count:1}}+{{count:2}}x1 4, '{count:1, sum:0} {count:3, sum:0} 4.0'",
        "{{count:1 buckets:[1 0 2] offset:-1}}, '{count:1, sum:0, (0.25,0.5]:1, (1,2]:2}'"
    })
    void parse_values(String written, String points) {
        SeriesLine line = SeriesNotation.parse("x{a=\"b\"}  " + written, 1);

        assertThat(
                        line.points().stream()
                                .map(SeriesNotationTest::text)
                                .collect(Collectors.joining(" ")))
                .isEqualTo(points);
    }

    private static String text(SeriesLine.Point point) {
        return switch (point) {
            case SeriesLine.Gap _ -> "_";
            case SeriesLine.Number(double v) -> StaleNaN.isStale(v) ? "stale" : Double.toString(v);
            case SeriesLine.Histogram(var value, _) -> value.toString();
        };
    }

    @Test
    void parse_labels() {
        assertThat(SeriesNotation.parse("sum{a=\"} \\\"\", b=''} 1", 1).labels())
                .isEqualTo(Labels.of("__name__", "sum", "a", "} \""));
        assertThat(SeriesNotation.parse("{} 1", 1).labels()).isEqualTo(Labels.empty());
        assertThat(SeriesNotation.parse("x\t1", 1).labels()).isEqualTo(Labels.of("__name__", "x"));
        assertThat(SeriesNotation.parse("{\"a.b\", \"c.d\"=\"e\"} 1", 1).labels())
                .isEqualTo(Labels.of("__name__", "a.b", "c.d", "e"));
    }
}
