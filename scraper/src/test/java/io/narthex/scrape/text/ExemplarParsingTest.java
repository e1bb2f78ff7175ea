package io.narthex.scrape.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.text.ExpositionParser.Entry;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Exemplars, and the labels of type and unit.
class ExemplarParsingTest {
    private static ExpositionParser parser(ScrapeProtocol format, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ExpositionParser.of(format, bytes, bytes.length);
    }

    private static Exemplar exemplar(String line) {
        ExpositionParser parser =
                parser(ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0, line + "\n# EOF\n");
        assertThat(parser.next()).isEqualTo(Entry.SERIES);
        assertThat(parser.hasExemplar()).isTrue();
        return parser.exemplar(7);
    }

    @Test
    void exemplar_hasItsOwnTimeOrTheSamples() {
        Labels trace = Labels.of("trace_id", "abc", "x", "1");
        assertThat(exemplar("a_bucket{le=\"1\"} 2 # {x=\"1\",trace_id=\"abc\"} 0.5 1.25"))
                .isEqualTo(new Exemplar(trace, 0.5, 1250, true));
        assertThat(exemplar("a_total 2 3 # {x=\"1\",trace_id=\"abc\"} 0.5"))
                .isEqualTo(new Exemplar(trace, 0.5, 7, false));
        assertThat(exemplar("a_total 2 # {} -Inf 0"))
                .isEqualTo(new Exemplar(Labels.empty(), Double.NEGATIVE_INFINITY, 0, true));
    }

    @Test
    void exemplar_oddLabels_costNoScrape() {
        assertThat(exemplar("a 2 # {t=\"a\\\"b\\n\",t=\"c\",\"ä.b\"=\"中\"} 1").labels())
                .isEqualTo(Labels.of("t", "c", "ä.b", "中"));
        assertThat(exemplar("a 2 # {t=\"a\\\"b\\n\"} 1").labels())
                .isEqualTo(Labels.of("t", "a\"b\n"));
    }

    @Test
    void exemplar_belongsToItsSampleOnly_predictedOrNot() {
        ExpositionParser parser =
                parser(
                        ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0,
                        "a{x=\"1\"} 1 # {t=\"1\"} 1\nb 1\n# EOF\n");
        byte[] known = "a{x=\"1\"}".getBytes(StandardCharsets.UTF_8);
        parser.predict(known, 0, known.length);
        assertThat(parser.next()).isEqualTo(Entry.SERIES);
        assertThat(parser.predicted()).isTrue();
        assertThat(parser.exemplar(5).labels()).isEqualTo(Labels.of("t", "1"));
        assertThat(parser.labels()).isEqualTo(Labels.of("__name__", "a", "x", "1"));
        assertThat(parser.exemplar(5).labels()).isEqualTo(Labels.of("t", "1"));
        assertThat(parser.next()).isEqualTo(Entry.SERIES);
        assertThat(parser.hasExemplar()).isFalse();
        assertThat(parser.next()).isEqualTo(Entry.END);
    }

    private static List<Labels> described(ScrapeProtocol format, String body) {
        ExpositionParser parser = parser(format, body).withTypeAndUnitLabels();
        List<Labels> all = new ArrayList<>();
        while (true) {
            Entry entry = parser.next();
            if (entry == Entry.END) {
                return all;
            }
            if (entry == Entry.SERIES) {
                all.add(parser.labels());
            }
        }
    }

    @Test
    void typeAndUnit_ofTheFamily_areLabels() {
        String body =
                """
                # TYPE a_seconds histogram
                # UNIT a_seconds seconds
                # HELP a_seconds Time.
                a_seconds_bucket{le="1",__type__="mine",__unit__="mine"} 1
                # HELP b What.
                b{__type__="mine"} 1
                # TYPE c unknown
                c 1
                # TYPE d counter
                d_total 1
                # EOF
                """;
        assertThat(described(ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0, body))
                .containsExactly(
                        Labels.of(
                                "__name__",
                                "a_seconds_bucket",
                                "__type__",
                                "histogram",
                                "__unit__",
                                "seconds",
                                "le",
                                "1.0"),
                        Labels.of("__name__", "b", "__type__", "mine"),
                        Labels.of("__name__", "c"),
                        Labels.of("__name__", "d_total", "__type__", "counter"));
    }

    @Test
    void typeInTheOlderFormat_isALabel() {
        assertThat(
                        described(
                                ScrapeProtocol.PROMETHEUS_TEXT_0_0_4,
                                "# TYPE a gauge\na 1\n# TYPE b untyped\nb 1\n"))
                .containsExactly(
                        Labels.of("__name__", "a", "__type__", "gauge"),
                        Labels.of("__name__", "b"));
    }
}
