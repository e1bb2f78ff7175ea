package io.narthex.scrape.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.text.ExpositionParser.Entry;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

class ExpositionParserTest {
    private static final ScrapeProtocol TEXT = ScrapeProtocol.PROMETHEUS_TEXT_0_0_4;
    private static final ScrapeProtocol OPEN = ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0;

    private static ExpositionParser parser(ScrapeProtocol format, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ExpositionParser.of(format, bytes, bytes.length);
    }

    /// Each entry as a line: what a reader of the body would say it holds.
    private static List<String> read(ScrapeProtocol format, String body) {
        ExpositionParser parser = parser(format, body);
        List<String> out = new ArrayList<>();
        while (true) {
            Entry entry = parser.next();
            switch (entry) {
                case SERIES -> out.add(sample(parser));
                case TYPE -> out.add("TYPE " + parser.metric() + " " + parser.type());
                case HELP -> out.add("HELP " + parser.metric() + " " + parser.help());
                case UNIT -> out.add("UNIT " + parser.metric() + " " + parser.unit());
                case COMMENT -> out.add("COMMENT");
                case END -> {
                    return out;
                }
            }
        }
    }

    private static String sample(ExpositionParser parser) {
        String time = parser.hasTimestamp() ? " @" + parser.timestamp() : "";
        return parser.labels() + " " + parser.value() + time;
    }

    private static String error(ScrapeProtocol format, String body) {
        try {
            List<String> read = read(format, body);
            throw new AssertionError("accepted as " + read);
        } catch (ExpositionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void text_isRead() {
        String body =
                """
                # HELP http_requests_total Requests\\nby path, \\"quoted\\" \\\\.
                # TYPE http_requests_total counter
                http_requests_total{path="/a",code="200"} 1027 1395066363000
                http_requests_total { path = "/b" , code = "500" , }  3

                # just a comment
                #another
                # TYPEx of nothing
                up 1
                  indented\t2
                msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Can't:\\n\\"x\\""} 1.458255915e9
                with_inf +Inf
                with_nan NaN
                """;
        assertThat(read(TEXT, body))
                .containsExactly(
                        "HELP http_requests_total Requests\nby path, \\\"quoted\\\" \\.",
                        "TYPE http_requests_total COUNTER",
                        "http_requests_total{code=\"200\", path=\"/a\"} 1027.0" + " @1395066363000",
                        "http_requests_total{code=\"500\", path=\"/b\"} 3.0",
                        "COMMENT",
                        "COMMENT",
                        "COMMENT",
                        "up 1.0",
                        "{__name__=\"  indented\"} 2.0",
                        "msdos_file_access_time_seconds{error=\"Can't:\\n"
                                + "\\\"x\\\"\", path=\"C:\\\\DIR\\\\FILE.TXT\"} 1.458255915E9",
                        "with_inf Infinity",
                        "with_nan NaN");
    }

    @Test
    void text_mayLackTheLastLineEnd() {
        assertThat(read(TEXT, "a 1\nb 2 3")).hasSize(2).last().isEqualTo("b 2.0 @3");
        assertThat(read(TEXT, "")).isEmpty();
        assertThat(read(TEXT, "# HELP a")).containsExactly("HELP a ");
        assertThat(read(TEXT, "# HELP a\n")).containsExactly("HELP a ");
    }

    @Test
    void quotedNames_mayBeAnything() {
        String expected = "{__name__=\"my.metric\", \"a b\"=\"2\"} 1.0";
        assertThat(read(TEXT, "{\"my.metric\",\"a b\"=\"2\"} 1\n")).containsExactly(expected);
        assertThat(read(OPEN, "{\"my.metric\",\"a b\"=\"2\"} 1\n# EOF\n"))
                .containsExactly(expected);
        assertThat(read(TEXT, "# TYPE \"my.metric\" gauge\n{\"my.metric\"} 1\n"))
                .containsExactly("TYPE my.metric GAUGE", "{__name__=\"my.metric\"} 1.0");
    }

    @Test
    void bounds_haveOneSpelling() {
        String body =
                """
                # TYPE h histogram
                h_bucket{le="1"} 1
                h_bucket{le="0.50"} 1
                h_bucket{le="1e6"} 1
                h_bucket{le="+inf"} 2
                h_bucket{le="x"} 2
                # TYPE s summary
                s{quantile="0.990",le="1"} 1
                """;
        assertThat(read(TEXT, body))
                .filteredOn(e -> !e.startsWith("TYPE"))
                .containsExactly(
                        "h_bucket{le=\"1.0\"} 1.0",
                        "h_bucket{le=\"0.5\"} 1.0",
                        "h_bucket{le=\"1e+06\"} 1.0",
                        "h_bucket{le=\"+Inf\"} 2.0",
                        "h_bucket{le=\"x\"} 2.0",
                        "s{le=\"1\", quantile=\"0.99\"} 1.0");
    }

    @Test
    void openMetrics_isRead() {
        String body =
                """
                # HELP a_seconds Some \\"text\\".
                # TYPE a_seconds counter
                # UNIT a_seconds seconds
                a_seconds_total{x="y"} 1.5 1520879607.789
                a_seconds_created 7 # {trace="1"} 0.5
                b_bucket{le="1.0"} 3 2 # {trace="abc",span="\\"d"} 0.67 1520879607.9
                # TYPE g gaugehistogram
                # TYPE i info
                # TYPE s stateset
                # TYPE u unknown
                # EOF
                """;
        assertThat(read(OPEN, body))
                .containsExactly(
                        "HELP a_seconds Some \"text\".",
                        "TYPE a_seconds COUNTER",
                        "UNIT a_seconds seconds",
                        "a_seconds_total{x=\"y\"} 1.5 @1520879607789",
                        "a_seconds_created 7.0",
                        "b_bucket{le=\"1.0\"} 3.0 @2000",
                        "TYPE g GAUGEHISTOGRAM",
                        "TYPE i INFO",
                        "TYPE s STATESET",
                        "TYPE u UNKNOWN");
        assertThat(read(OPEN, "a 1\n# EOF")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | line 1: expected value after metric, at the end of the line",
                "a\\nb 1 | line 1: expected value after metric",
                "a 1\\nb{x=\"1\" 2 | line 2: expected label name, at \"2\"",
                "a{ | line 1: expected label name or brace close",
                "a{x} 1 | line 1: expected equal, at \"} 1\"",
                "a{x=1} 1 | line 1: expected label value, at \"1} 1\"",
                "a{x=\"1} 1 | line 1: a quoted text does not end",
                "a{1x=\"1\"} 1 | line 1: expected label name, at \"1x=\"1\"} 1\"",
                "a{x=\"1\",x=\"2\"} 1 | line 1: label \"x\" is given twice",
                "{x=\"1\"} 1 | line 1: metric name not set",
                "a{\"b\"} 1 | line 1: metric name already set",
                "{\"a\",\"b\"} 1 | line 1: metric name already set",
                "1a 1 | line 1: expected a metric name, at \"1a 1\"",
                "a 1\\n\\n\\na one | line 4: not a number, at \"one\"",
                "a 0x1p1 | line 1: not a number",
                "a 1_0 | line 1: not a number",
                "a 1 now | line 1: expected timestamp or new record, at \"now\"",
                "a 1 99999999999999999999 | line 1: timestamp out of range",
                "a 1 2 3 | line 1: expected next entry after timestamp, at \"3\"",
                "a 1\\r\\n | line 1: not a number",
                "# TYPE a nothing\\n | line 1: invalid metric type \"nothing\"",
                "# HELP 1 x\\n | line 1: expected metric name after HELP",
            })
    void badText_namesLineAndReason(String body, String message) {
        assertThat(error(TEXT, body.replace("\\n", "\n").replace("\\r", "\r"))).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a 1\\n | line 2: data does not end with # EOF",
                "a 1 | line 1: data does not end with # EOF",
                "a 1\\n# EOF\\n\\n | line 2: unexpected data after # EOF",
                "a 1\\n# EOF\\nb 1\\n | line 2: unexpected data after # EOF",
                "\\n# EOF | line 1: expected a metric name",
                "a  1\\n# EOF | line 1: expected value after metric",
                "a {x=\"1\"} 1\\n# EOF | line 1: not a number",
                "a{x = \"1\"} 1\\n# EOF | line 1: expected equal",
                "a{x=\"1\" y=\"2\"} 1\\n# EOF | line 1: expected comma or brace close",
                "# a comment\\n# EOF | line 1: expected a valid start token",
                "#EOF | line 1: expected a valid start token",
                "# UNIT a_seconds bytes\\n# EOF | line 1: unit \"bytes\" not a suffix of metric",
                "# TYPE a untyped\\n# EOF | line 1: invalid metric type \"untyped\"",
                "# TYPE a\\n# EOF | line 1: expected text in TYPE",
                "a 1 # {x=\"1\"}\\n# EOF | line 1: expected value after exemplar labels",
                "a 1 # {x} 1\\n# EOF | line 1: expected equal",
                "a 1 # {\"x\"} 1\\n# EOF | line 1: metric name already set",
                "a 1 # x\\n# EOF | line 1: expected next entry or an exemplar",
                "a 1 nan\\n# EOF | line 1: invalid timestamp",
                "a 1 2 3\\n# EOF | line 1: expected next entry or an exemplar",
            })
    void badOpenMetrics_namesLineAndReason(String body, String message) {
        assertThat(error(OPEN, body.replace("\\n", "\n"))).startsWith(message);
    }

    @Test
    void invalidUtf8_isRefused() {
        byte[] body = "a{x=\"?\"} 1\n".getBytes(StandardCharsets.ISO_8859_1);
        body[5] = (byte) 0xff;
        ExpositionParser parser = ExpositionParser.of(TEXT, body, body.length);
        assertThat(parser.next()).isEqualTo(Entry.SERIES);
        assertThatThrownBy(parser::labels)
                .isInstanceOf(ExpositionException.class)
                .hasMessageStartingWith("line 1: invalid UTF-8");
    }

    @Test
    void prediction_changesNothingButTheWork() {
        byte[] known = "a{x=\"1\"}".getBytes(StandardCharsets.UTF_8);
        for (String line :
                List.of("a{x=\"1\"} 5", "a{x=\"1\"}  5", "a{x=\"1\"}5", "a{x=\"2\"} 5")) {
            ExpositionParser parser = parser(TEXT, line);
            parser.predict(known, 0, known.length);
            assertThat(parser.next()).isEqualTo(Entry.SERIES);
            assertThat(sample(parser)).isEqualTo(read(TEXT, line).getFirst());
        }
        ExpositionParser parser = parser(TEXT, "a{x=\"1\"} 5");
        parser.predict(known, 0, known.length);
        assertThat(parser.next()).isEqualTo(Entry.SERIES);
        assertThat(parser.predicted()).isTrue();
    }

    @Test
    void predictedName_isNotTakenWhereLabelsFollow() {
        byte[] known = {'a'};
        for (String line : List.of("a{x=\"1\"} 5", "a {x=\"1\"} 5", "a  {x=\"1\"} 5", "ab 5")) {
            ExpositionParser parser = parser(TEXT, line);
            parser.predict(known, 0, 1);
            assertThat(parser.next()).isEqualTo(Entry.SERIES);
            assertThat(parser.predicted()).as(line).isFalse();
            assertThat(sample(parser)).isEqualTo(read(TEXT, line).getFirst());
        }
    }

    /// Whatever bytes come, the parser ends, with the end of the body or with a clear refusal.
    @Test
    void mutatedBodies_endOrAreRefused() {
        String good =
                """
                # HELP a_total text \\\\ x
                # TYPE a_total counter
                a_total{x="1",y="\\"z"} 1.5e3 17
                {"q.r",le="2"} -Inf # {t="u"} 1 2.5
                # UNIT a_s s
                # EOF
                """;
        Seeds.forEach(400, seed -> readMutated(good, Seeds.random(seed)));
    }

    private static void readMutated(String good, RandomGenerator random) {
        byte[] body = good.getBytes(StandardCharsets.UTF_8);
        for (int n = random.nextInt(1, 6); n > 0; n--) {
            String letters = "\n \t{}\",=\\#0aE_.:\0\u00ff";
            body[random.nextInt(body.length)] =
                    (byte) letters.charAt(random.nextInt(letters.length()));
        }
        int length = random.nextInt(body.length + 1);
        for (ScrapeProtocol format : List.of(TEXT, OPEN)) {
            ExpositionParser parser = ExpositionParser.of(format, body, length);
            int entries = 0;
            try {
                for (Entry e = parser.next(); e != Entry.END; e = parser.next()) {
                    assertThat(++entries).isLessThanOrEqualTo(length);
                    if (e == Entry.SERIES) {
                        assertThat(parser.labels().isEmpty()).isFalse();
                    }
                }
            } catch (ExpositionException e) {
                assertThat(e).hasMessageMatching("(?s)line [0-9]+: .+");
            }
        }
    }
}
