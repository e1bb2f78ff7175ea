package io.narthex.server.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class SelectorFilterTest {
    private static final SelectorFilter FILTER =
            new SelectorFilter(List.of("job", "path"), "web_requests_total", ParserOptions.STABLE);

    /// `J` stands for the matcher of `job`, `P` for that of `path`.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "up                                | up{J}",
                "up{a=\"b\"}                       | up{J,a=\"b\"}",
                "up{}                              | up{J,}",
                "web_x                             | web_x{J,P}",
                "sum(rate(web_x{a=\"b\"}[5m]))     | sum(rate(web_x{J,P,a=\"b\"}[5m]))",
                "rate(web_x[5m] offset 1m)         | rate(web_x{J,P}[5m] offset 1m)",
                "web_x / on (job) cpu              | web_x{J,P} / on (job) cpu{J}",
                "topk(scalar(a), b)                | topk(scalar(a{J}), b{J})",
                "max_over_time((-a)[5m:1m])        | max_over_time((-a{J})[5m:1m])",
                "{__name__=\"web_x\"}              | {J,P,__name__=\"web_x\"}",
                "label_replace(a, \"é\", \"한\", \"b\", \"\") / b"
                        + "| label_replace(a{J}, \"é\", \"한\", \"b\", \"\") / b{J}",
                "1                                 | 1"
            })
    void matchers_areAddedWhereLabelsCanBe(String query, String expected) {
        String filtered = FILTER.filtered(query);
        assertThat(filtered)
                .isEqualTo(expected.replace("J", "job=~\"$job\"").replace("P", "path=~\"$path\""));
        assertThat(PromqlParser.parse(filtered, ParserOptions.STABLE)).isNotNull();
    }

    @Test
    void comments_stayWhereTheyAre() {
        assertThat(FILTER.filtered("a # the first {\n {b=\"c\"} # and\n + d"))
                .isEqualTo("a # the first {\n {job=~\"$job\",b=\"c\"} # and\n + d{job=~\"$job\"}");
    }

    @Test
    void withoutMetric_allLabelsAreAdded() {
        assertThat(new SelectorFilter(List.of("x"), null, ParserOptions.STABLE).filtered("a"))
                .isEqualTo("a{x=~\"$x\"}");
    }
}
