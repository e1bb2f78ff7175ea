package io.narthex.scrape.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.text.ExpositionParser.Entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The corners of both formats, where a parser written from the specification alone would differ
/// from Prometheus. `\0` stands for a zero byte and `\xff` for a byte that is not UTF-8.
class ExpositionOdditiesTest {
    private static final ScrapeProtocol TEXT = ScrapeProtocol.PROMETHEUS_TEXT_0_0_4;
    private static final ScrapeProtocol OPEN = ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0;

    /// The entries with their lines; the last is the error's message where there is one.
    private static List<String> read(ScrapeProtocol format, String template) {
        String text = template.replace("\\0", "\0").replace("\\xff", "\u00ff");
        byte[] body = text.replace("<nl>", "\n").getBytes(StandardCharsets.ISO_8859_1);
        List<String> out = new ArrayList<>();
        try {
            ExpositionParser parser = ExpositionParser.of(format, body, body.length);
            for (Entry e = parser.next(); e != Entry.END; e = parser.next()) {
                out.add(((LineParser) parser).line() + " " + shown(parser, e));
            }
        } catch (ExpositionException e) {
            out.add(String.valueOf(e.getMessage()));
        }
        return out;
    }

    private static String shown(ExpositionParser parser, Entry entry) {
        return switch (entry) {
            case SERIES -> parser.labels() + " " + parser.value();
            case HELP -> "HELP " + parser.metric() + " [" + parser.help() + "]";
            case HISTOGRAM, TYPE, UNIT, COMMENT, END -> entry.name();
        };
    }

    @Test
    void lineEndsInQuotes_countAsLines() {
        assertThat(read(TEXT, "a{x=\"1\n2\"} 1\n{\"b\nc\"} 2\nd\n"))
                .containsExactly(
                        "1 a{x=\"1\\n2\"} 1.0",
                        "3 {__name__=\"b\\nc\"} 2.0",
                        "line 5: expected value after metric, at the end of the line");
    }

    @Test
    void predictedLineEndsInQuotes_countAsLines() {
        byte[] body = "a{x=\"1\n2\"} 1\nb 2\n".getBytes(StandardCharsets.UTF_8);
        ExpositionParser parser = ExpositionParser.of(TEXT, body, body.length);
        parser.predict(body, 0, 10);
        assertThat(parser.next()).isEqualTo(Entry.SERIES);
        assertThat(parser.predicted()).isTrue();
        assertThat(parser.next()).isEqualTo(Entry.SERIES);
        assertThat(((LineParser) parser).line()).isEqualTo(3);
    }

    @Test
    void blanksBeforeAName_belongToIt() {
        assertThat(read(TEXT, " a 1\n\t{\"b\"} 2\n \t\n"))
                .containsExactly("1 {__name__=\" a\"} 1.0", "2 b 2.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# HELP a        | 1 HELP a []",
                "# HELP a x      | 1 HELP a [x]",
                "# HELP a  x     | 1 HELP a [ x]",
                "# HELP a-xy     | 1 HELP a [xy]",
                "# HELP a \\0x   | 1 HELP a [\\0x]",
                "#HELP a x       | 1 COMMENT",
                "# HELPa x       | 1 COMMENT",
                "# some \\0 text | 1 COMMENT",
            })
    void textComments(String body, String entry) {
        assertThat(read(TEXT, body + "\n")).containsExactly(entry.replace("\\0", "\0"));
    }

    @Test
    void helpOfBlanks_isEmpty() {
        assertThat(read(TEXT, "# HELP a  \t\n")).containsExactly("1 HELP a []");
        assertThat(read(OPEN, "# HELP a \n# EOF\n")).containsExactly("1 HELP a []");
    }

    @ParameterizedTest
    @CsvSource({"\\0 b c d", "#x\\0<nl>b c d", "# \\0 b<nl>b c d", " \\0"})
    void zeroByte_endsATextBody(String rest) {
        assertThat(read(TEXT, "a 1\n" + rest)).startsWith("1 a 1.0").hasSizeLessThan(3);
        assertThat(read(TEXT, "a 1\n" + rest)).noneMatch(e -> e.startsWith("line"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a{x=\"1\\<nl>\"} 1     | line 1: a quoted text does not end",
                "{\"a\\0b\"} 1          | line 1: a quoted text does not end",
                "a{\"x\\0\"=\"1\"} 1    | line 1: a quoted text does not end",
                "# TYPE \"a\\0\" gauge  | line 1: a quoted text does not end",
                "# HELP a\\0 x          | line 1: linebreak expected after metadata",
                "# HELP a \\xff         | line 1: help text is not valid UTF-8",
                "a{x=\"\\xff\"} 1       | line 1: invalid UTF-8 in",
                "{\"\\xff\"} 1          | line 1: invalid UTF-8 in",
                "a 1\\0                 | line 1: not a number",
            })
    void badText(String body, String message) {
        assertThat(read(TEXT, body)).last().asString().startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a{x=\"1<nl>\"} 1                     | line 1: a quoted text does not end",
                "a{x=\"1\\<nl>\"} 1                   | line 1: a quoted text does not end",
                "a 1 # {x=\"<nl>\"} 1                 | line 1: a quoted text does not end",
                "a 1 # {x=\"\\0\"} 1                  | line 1: a quoted text does not end",
                "a 1 # {\"x<nl>\"=\"1\"} 1            | line 1: a quoted text does not end",
                "a 1 # {x=\"\\xff\"} 1                | line 1: invalid UTF-8 in",
                "a 1 # {x=\"1\"} y                    | line 1: exemplar value is not a number",
                "a 1 # {x=\"1\"} 1 Inf                | line 1: invalid timestamp",
                "a 1 # {x=\"1\"} 1 2 3                | line 1: expected next entry",
                "a 1 # {x=\"1\"} 1 # {x=\"1\"} 1      | line 1: invalid timestamp",
            })
    void badOpenMetrics(String body, String message) {
        assertThat(read(OPEN, body + "\n# EOF\n")).last().asString().startsWith(message);
    }

    @Test
    void openMetricsNames_mayHaveLineEnds_andValuesZeroBytes() {
        assertThat(read(OPEN, "{\"a\nb\",x=\"\0\"} 1\nc 2\n# EOF\n"))
                .containsExactly("1 {__name__=\"a\\nb\", x=\"\\x00\"} 1.0", "3 c 2.0");
    }

    @Test
    void carriageReturns_areNoLineEnds() {
        assertThat(read(TEXT, "# HELP a x\r\n# any\r\na 1\r\n"))
                .containsExactly(
                        "1 HELP a [x\r]", "2 COMMENT", "line 3: not a number, at \"1\\r\"");
        assertThat(read(TEXT, "# TYPE a gauge\r\n")).last().asString().startsWith("line 1: inv");
        assertThat(read(TEXT, "a 1 2\r\n")).last().asString().startsWith("line 1: expected");
        assertThat(read(TEXT, "\r\n")).last().asString().startsWith("line 1: expected");
        assertThat(read(OPEN, "a 1\r\n# EOF\r\n")).last().asString().startsWith("line 1: not");
        assertThat(read(OPEN, "a 1\n# EOF\r\n")).last().asString().startsWith("line 2: ");
    }

    @Test
    void boundOfNegativeZero_isZero() {
        assertThat(read(TEXT, "# TYPE s summary\ns{quantile=\"-0\"} 1\n"))
                .containsExactly("1 TYPE", "2 s{quantile=\"0.0\"} 1.0");
    }
}
