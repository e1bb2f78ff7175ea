package io.narthex.server.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.narthex.promql.parser.ParserOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardReaderTest {
    private static final DashboardReader READER = new DashboardReader(ParserOptions.STABLE);

    static final String WHOLE =
            """
            {"title": "Mine", "metric": "up", "variables": ["job"], "origin": "saved", "panels": [
              {"id": "a", "title": {"en": "A", "ko": "가"}, "unit": "u", "read": "r", "why": "w",
               "query": "sum(rate(x_total[5m]))", "format": "number", "window": "5m",
               "threshold": {"value": 10, "breach": "below", "for": "5m"}}]}
            """;

    private static Dashboard read(String json) {
        return READER.read(json.getBytes(UTF_8), "mine");
    }

    @Test
    void whole_isRead() {
        Dashboard dashboard = read(WHOLE);
        assertThat(dashboard.name()).isEqualTo("mine");
        assertThat(dashboard.title().in("ko")).isEqualTo("Mine");
        Dashboard.Panel panel = dashboard.panels().getFirst();
        assertThat(panel.words().title().in("ko")).isEqualTo("가");
        assertThat(panel.words().title().in("fr")).isEqualTo("A");
        assertThat(panel.threshold())
                .isEqualTo(new Dashboard.Threshold(10, Dashboard.Breach.BELOW, "5m"));
        assertThat(READER.read(DashboardJson.file(dashboard), null)).isEqualTo(dashboard);
    }

    /// Each puts something in the place of something else.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"title\"       | \"title\"          | 1:8: not valid JSON: Unexpected",
                "\"Mine\",        | \"Mine\", \"metrc\": \"a\", | metrc: unknown key; did you mean"
                        + " metric?",
                "\"Mine\"         | \" \"              | title: expected a text of 1 to",
                "\"Mine\"         | {}                 | title: missing",
                "\"Mine\"         | {\"fr\": \"a\"}    | title.fr: unknown key; there are en, ko",
                "\"Mine\"         | \"\\ud800\"        | title: not valid Unicode",
                "\"title\": \"Mine\" | \"name\": \"x\"  | name: \"x\" is not \"mine\"",
                "\"up\"           | \"up{}\"           | metric: expected the name of a metric",
                "[\"job\"]        | [\"a-b\"]          | variables: \"a-b\" is no name",
                "[\"job\"]        | [\"a\", \"a\"]     | variables: the same twice",
                "[\"job\"]        | [1]                | variables[0]: expected a text",
                "\"id\": \"a\"    | \"id\": \"A\"      | panels[0].id: expected 1 to 64",
                "\"id\": \"a\",   | ` `                | panels[0].id: missing",
                "\"why\": \"w\",  | ` `                | panels[0].why: missing",
                "{\"id\"          | {}, {\"id\"        | panels[0].id: missing",
                "{\"id\"          | 7, {\"id\"         | panels[0]: expected a JSON object",
                "x_total[5m])     | x_total[5m]        | panels[0].query: 1:22: parse error:",
                "sum(rate(x_total[5m])) | x_total[5m]  | panels[0].query: 1:1: expected a vector",
                "\"window\": \"5m\" | \"window\": \"1m\" | panels[0].window: there is no [1m]",
                "\"window\": \"5m\" | \"window\": \"5\" | panels[0].window: not a valid duration",
                "\"window\": \"5m\" | \"perWindow\": true | panels[0].window: missing",
                "\"window\": \"5m\" | \"volumes\": [\"1h\"] | panels[0].window: missing",
                "\"window\": \"5m\" | \"perWindow\": 1 | panels[0].perWindow: expected true",
                "\"number\"       | \"numbers\"        | panels[0].format: expected one of number,",
                "10               | \"10\"             | panels[0].threshold.value: expected a",
                "\"below\"        | \"under\"          | panels[0].threshold.breach: expected one",
                "\"for\": \"5m\"  | \"for\": \"0s\"    | panels[0].threshold.for: expected more",
                "{\"title\"       | {\"a\": 1, \"a\": 2, \"title\" | 1:13: not valid JSON:"
                        + " Duplicate"
            })
    void mistake_isToldWithItsPlace(String right, String wrong, String message) {
        assertThat(WHOLE).contains(right);
        assertThatThrownBy(() -> read(WHOLE.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void sameIdTwice_isToldAtTheSecond() {
        String panel = WHOLE.substring(WHOLE.indexOf("{\"id\""), WHOLE.lastIndexOf("]"));
        assertThatThrownBy(() -> read(WHOLE.replace(panel, panel + "," + panel)))
                .hasMessage("panels[1].id: \"a\" is another panel's too");
    }

    @Test
    void tooLarge_isRefused() {
        assertThatThrownBy(() -> read(" ".repeat(DashboardReader.LARGEST + 1)))
                .hasMessageStartingWith("larger than 1048576 bytes");
        assertThatThrownBy(() -> read(WHOLE.replace("\"job\"", "\"a\",".repeat(10) + "\"b\"")))
                .hasMessage("variables: expected a list of at most 10");
    }
}
