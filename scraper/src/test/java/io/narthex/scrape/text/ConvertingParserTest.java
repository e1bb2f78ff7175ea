package io.narthex.scrape.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.text.ExpositionParser.Entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Classic histograms of texts as native ones.
class ConvertingParserTest {
    private static final HistogramScraping CONVERT = HistogramScraping.NONE.withConversion(true);

    private static final String TWO =
            """
            # HELP h Help.
            # TYPE h histogram
            h_bucket{a="1",le="1"} 1
            h_bucket{a="1",le="2.5"} 3
            h_bucket{a="1",le="+Inf"} 4
            h_sum{a="1"} 6.5
            h_count{a="1"} 4
            h_bucket{le="1",a="2"} 0.5 1000
            h_bucket{a="2",le="+Inf"} 0.5 1000
            h_count{a="2"} 0.5 1000
            # TYPE g gauge
            g_bucket{le="1"} 7
            h_count 3
            """;

    private static ExpositionParser parser(
            ScrapeProtocol format, String text, HistogramScraping histograms) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return ExpositionParser.of(format, body, body.length, histograms);
    }

    private static List<String> entries(String text, HistogramScraping histograms) {
        return ProtoParserTest.entries(
                parser(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4, text, histograms));
    }

    @Test
    void histograms_becomeOneSampleEach() {
        assertThat(entries(TWO, CONVERT))
                .containsExactly(
                        "HELP h Help.",
                        "TYPE h histogram",
                        "h{a=\"1\"} {count:4, sum:6.5, [-Inf,1]:1, (1,2.5]:2, (2.5,+Inf]:1}",
                        "h{a=\"2\"} float {count:0.5, sum:0, [-Inf,1]:0.5} @1000",
                        "TYPE g gauge",
                        "g_bucket{le=\"1\"} 7.0",
                        "h_count 3.0");
    }

    @Test
    void classicSeries_mayBeKept_andAreTheSameAsWithout() {
        List<String> kept = entries(TWO, CONVERT.withClassic(true));
        List<String> plain = entries(TWO, HistogramScraping.NONE);
        assertThat(kept).hasSize(plain.size() + 2).containsAll(plain);
        assertThat(kept.subList(7, 9))
                .containsExactly(
                        "h{a=\"1\"} {count:4, sum:6.5, [-Inf,1]:1, (1,2.5]:2, (2.5,+Inf]:1}",
                        "h_bucket{a=\"2\", le=\"1.0\"} 0.5 @1000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "h_bucket{le=\"1\"} 2;h_bucket{le=\"+Inf\"} 1;h_count 1",
                "h_bucket{le=\"1\"} 1;h_bucket{le=\"+Inf\"} 2;h_count 3",
                "h_bucket{le=\"1\"} -1;h_count 1",
                "h_count -1",
                "h_bucket{le=\"1\"} NaN;h_count NaN",
            })
    void histogramThatContradictsItself_isLeftOut(String lines) {
        String text = "# TYPE h histogram\n" + lines.replace(';', '\n') + "\n# TYPE g gauge\ng 1\n";
        assertThat(entries(text, CONVERT))
                .containsExactly("TYPE h histogram", "TYPE g gauge", "g 1.0");
    }

    @Test
    void oddOrders_andSeriesThatAreNoPart() {
        String text =
                """
                # TYPE h histogram
                h_count 4
                h_bucket{le="+Inf"} 4
                h_bucket{le="2"} 3
                h_bucket{le="1"} 1
                h_bucket{le="1.0"} 9
                h_bucket{le="x"} 9
                h_created 5
                h_bucket 1
                other_count 1
                """;
        assertThat(entries(text, CONVERT))
                .containsExactly(
                        "TYPE h histogram",
                        "h_bucket{le=\"x\"} 9.0",
                        "h {count:4, sum:0, [-Inf,1]:1, (1,2]:2, (2,+Inf]:1}",
                        "h_created 5.0",
                        "h_bucket 1.0",
                        "other_count 1.0");
    }

    @Test
    void openMetrics_withExemplars_andATypeLabel() {
        ExpositionParser parser =
                parser(
                        ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0,
                        """
                        # TYPE h_seconds histogram
                        # UNIT h_seconds seconds
                        h_seconds_bucket{le="1.0"} 1 # {t="x"} 0.5 12.5
                        h_seconds_bucket{le="+Inf"} 1 # {t="y"} 0.5
                        h_seconds_count 1
                        h_seconds_sum 0.5
                        # EOF
                        """,
                        CONVERT);
        ExpositionParser labelled = parser.withTypeAndUnitLabels();
        assertThat(labelled.next()).isEqualTo(Entry.TYPE);
        assertThat(labelled.next()).isEqualTo(Entry.UNIT);
        assertThat(labelled.next()).isEqualTo(Entry.HISTOGRAM);
        assertThat(labelled.labels())
                .isEqualTo(
                        Labels.of(
                                "__name__", "h_seconds",
                                "__type__", "histogram",
                                "__unit__", "seconds"));
        assertThat(labelled.histogramExemplars())
                .containsExactly(new Exemplar(Labels.of("t", "x"), 0.5, 12_500, true));
        assertThat(labelled.hasExemplar()).isFalse();
        assertThat(labelled.next()).isEqualTo(Entry.END);
    }

    /// Whatever is predicted, right or wrong, the entries are the same.
    @Test
    void prediction_changesNothing() {
        HistogramScraping both = CONVERT.withClassic(true);
        List<String> expected = entries(TWO, both);
        for (String known : List.of("h_bucket{a=\"1\",le=\"1\"}", "h_count{a=\"2\"}", "g", "")) {
            byte[] bytes = known.getBytes(StandardCharsets.UTF_8);
            ExpositionParser parser = parser(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4, TWO, both);
            parser.predict(bytes, 0, bytes.length);
            assertThat(ProtoParserTest.entries(parser)).isEqualTo(expected);
        }
        ExpositionParser parser = parser(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4, TWO, both);
        byte[] converted = null;
        int found = 0;
        for (Entry e = parser.next(); e != Entry.END; e = parser.next()) {
            if (e == Entry.HISTOGRAM && converted == null) {
                converted =
                        Arrays.copyOfRange(
                                parser.seriesBytes(), parser.seriesFrom(), parser.seriesTo());
            }
        }
        assertThat(converted).isNotNull();
        ExpositionParser again = parser(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4, TWO, both);
        again.predict(converted, 0, converted == null ? 0 : converted.length);
        for (Entry e = again.next(); e != Entry.END; e = again.next()) {
            found += again.predicted() && e == Entry.HISTOGRAM ? 1 : 0;
        }
        assertThat(found).isEqualTo(1);
    }
}
