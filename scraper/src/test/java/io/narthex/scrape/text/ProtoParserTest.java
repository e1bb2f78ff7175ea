package io.narthex.scrape.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.proto.ClientModel;
import io.narthex.scrape.text.ExpositionParser.Entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// What a body of metric families says, entry by entry.
class ProtoParserTest {
    private static final HistogramScraping NATIVE = HistogramScraping.NONE.withNative(true);

    private static final String NATIVE_AND_CLASSIC =
            """
            name: "h" type: HISTOGRAM metric {
              label { name: "a" value: "b" }
              histogram {
                sample_count: 6 sample_sum: 12.5
                bucket { cumulative_count: 2 upper_bound: 1 }
                bucket { cumulative_count: 5 upper_bound: 2.5 }
                schema: 1 zero_threshold: 0.001 zero_count: 1
                positive_span { offset: -1 length: 2 } positive_span { offset: 1 length: 1 }
                positive_delta: 1 positive_delta: 1 positive_delta: -1
                negative_span { offset: 0 length: 1 } negative_delta: 1
              }
            }
            """;

    private static ExpositionParser parser(byte[] body, HistogramScraping histograms) {
        return ExpositionParser.of(ScrapeProtocol.PROMETHEUS_PROTO, body, body.length, histograms);
    }

    private static List<String> entries(HistogramScraping histograms, String... families) {
        return entries(parser(ClientModel.body(families), histograms));
    }

    static List<String> entries(ExpositionParser parser) {
        List<String> all = new ArrayList<>();
        while (true) {
            Entry entry = parser.next();
            String time = parser.hasTimestamp() ? " @" + parser.timestamp() : "";
            switch (entry) {
                case END -> {
                    return all;
                }
                case HELP -> all.add("HELP " + parser.metric() + " " + parser.help());
                case TYPE -> all.add("TYPE " + parser.metric() + " " + parser.type().text());
                case UNIT -> all.add("UNIT " + parser.metric() + " " + parser.unit());
                case SERIES -> all.add(parser.labels() + " " + parser.value() + time);
                case HISTOGRAM ->
                        all.add(
                                parser.labels()
                                        + " "
                                        + (parser.histogram() == null
                                                ? "float " + parser.floatHistogram()
                                                : parser.histogram())
                                        + time);
                case COMMENT -> all.add("COMMENT");
            }
        }
    }

    @Test
    void simpleFamilies_areOneSampleAMetric() {
        assertThat(
                        entries(
                                HistogramScraping.NONE,
                                """
                                name: "c_total" help: "Ünits." unit: "x" type: COUNTER
                                metric { label { name: "a" value: "1" } counter { value: 2.5 } }
                                metric { label { name: "a" value: "" } timestamp_ms: 1234 }
                                """,
                                "name: \"empty\" help: \"x\" type: GAUGE",
                                """
                                name: "温度.c" type: GAUGE metric {
                                  label { name: "位置.x" value: "室" }
                                  label { name: "b" value: "\\"" }
                                  counter { value: 7 }
                                  gauge { value: -inf }
                                }
                                """,
                                "name: \"u\" type: UNTYPED metric { untyped { value: nan } }"))
                .containsExactly(
                        "HELP c_total Ünits.",
                        "UNIT c_total x",
                        "TYPE c_total counter",
                        "c_total{a=\"1\"} 2.5",
                        "c_total 0.0 @1234",
                        "HELP 温度.c ",
                        "TYPE 温度.c gauge",
                        "{__name__=\"温度.c\", b=\"\\\"\", \"位置.x\"=\"室\"} -Infinity",
                        "HELP u ",
                        "TYPE u unknown",
                        "u NaN");
    }

    @Test
    void summaries_areSeries() {
        assertThat(
                        entries(
                                HistogramScraping.NONE,
                                """
                                name: "s" type: SUMMARY
                                metric { summary {
                                  sample_count: 3 sample_sum: 1.5
                                  quantile { quantile: 0.5 value: 1 }
                                  quantile { quantile: 1 value: 2 }
                                } timestamp_ms: -5 }
                                metric { label { name: "a" value: "b" } summary {} }
                                """))
                .containsExactly(
                        "HELP s ",
                        "TYPE s summary",
                        "s_count 3.0 @-5",
                        "s_sum 1.5 @-5",
                        "s{quantile=\"0.5\"} 1.0 @-5",
                        "s{quantile=\"1.0\"} 2.0 @-5",
                        "s_count{a=\"b\"} 0.0",
                        "s_sum{a=\"b\"} 0.0");
    }

    @Test
    void classicHistograms_areSeries_andTheLastBucketMayBeMissing() {
        assertThat(
                        entries(
                                HistogramScraping.NONE,
                                """
                                name: "h" type: HISTOGRAM
                                metric { histogram {
                                  sample_count: 3 sample_sum: 1.5
                                  bucket { cumulative_count: 1 upper_bound: 1 }
                                } }
                                metric { histogram {
                                  sample_count_float: 2.5
                                  bucket { cumulative_count_float: 0.5 upper_bound: 1e6 }
                                  bucket { cumulative_count_float: 2.5 upper_bound: inf }
                                } }
                                """))
                .containsExactly(
                        "HELP h ",
                        "TYPE h histogram",
                        "h_count 3.0",
                        "h_sum 1.5",
                        "h_bucket{le=\"1.0\"} 1.0",
                        "h_bucket{le=\"+Inf\"} 3.0",
                        "h_count 2.5",
                        "h_sum 0.0",
                        "h_bucket{le=\"1e+06\"} 0.5",
                        "h_bucket{le=\"+Inf\"} 2.5");
    }

    @Test
    void nativeHistograms_replaceClassicOnes_unlessThoseAreKept() {
        String integers =
                "h{a=\"b\"} {count:6, sum:12.5,"
                        + " [-1,-0.7071067811865476):1, [-0.001,0.001]:1,"
                        + " (0.5,0.7071067811865476]:1, (0.7071067811865476,1]:2,"
                        + " (1.4142135623730951,2]:1}";
        String[] classic = {
            "h_count{a=\"b\"} 6.0",
            "h_sum{a=\"b\"} 12.5",
            "h_bucket{a=\"b\", le=\"1.0\"} 2.0",
            "h_bucket{a=\"b\", le=\"2.5\"} 5.0",
            "h_bucket{a=\"b\", le=\"+Inf\"} 6.0"
        };
        assertThat(entries(NATIVE, NATIVE_AND_CLASSIC).subList(2, 3)).containsExactly(integers);
        assertThat(entries(NATIVE, NATIVE_AND_CLASSIC)).hasSize(3);
        assertThat(entries(NATIVE.withConversion(true), NATIVE_AND_CLASSIC))
                .endsWith(integers)
                .hasSize(3);
        List<String> both = entries(NATIVE.withClassic(true), NATIVE_AND_CLASSIC);
        assertThat(both.get(2)).isEqualTo(integers);
        assertThat(both.subList(3, both.size())).containsExactly(classic);
        assertThat(entries(HistogramScraping.NONE, NATIVE_AND_CLASSIC)).endsWith(classic);
        assertThat(entries(parser(ClientModel.packedBody(NATIVE_AND_CLASSIC), NATIVE)))
                .endsWith(integers);
    }

    @Test
    void floatHistograms_andThoseOfGauges() {
        String family =
                """
                name: "h" type: GAUGE_HISTOGRAM metric { histogram {
                  sample_count_float: 2.5 sample_sum: 1 schema: 0
                  positive_span { offset: 1 length: 3 }
                  positive_count: 1.5 positive_count: 0 positive_count: 1
                } timestamp_ms: 7 }
                """;
        for (byte[] body : List.of(ClientModel.body(family), ClientModel.packedBody(family))) {
            assertThat(entries(parser(body, NATIVE)))
                    .containsExactly(
                            "HELP h ",
                            "TYPE h gaugehistogram",
                            "h float {count:2.5, sum:1, (1,2]:1.5, (4,8]:1} @7");
        }
        ExpositionParser parser = parser(ClientModel.body(family), NATIVE);
        for (Entry e = parser.next(); e != Entry.HISTOGRAM; e = parser.next()) {
            assertThat(e).isNotEqualTo(Entry.END);
        }
        assertThat(Objects.requireNonNull(parser.floatHistogram()).resetHint())
                .isEqualTo(ResetHint.GAUGE);
    }

    @Test
    void spanWithoutBuckets_saysThatTheHistogramIsNative() {
        String empty =
                """
                name: "h" type: HISTOGRAM metric { histogram {
                  positive_span { offset: 0 length: 0 } } }
                """;
        assertThat(entries(NATIVE, empty)).endsWith("h {count:0, sum:0}").hasSize(3);
        assertThat(entries(NATIVE, empty.replace("positive_span { offset: 0 length: 0 }", "")))
                .endsWith("h_bucket{le=\"+Inf\"} 0.0");
    }

    @Test
    void conversion_makesCustomBuckets() {
        HistogramScraping convert = HistogramScraping.NONE.withConversion(true);
        String converted = "h{a=\"b\"} {count:6, sum:12.5, [-Inf,1]:2, (1,2.5]:3, (2.5,+Inf]:1}";
        assertThat(entries(convert, NATIVE_AND_CLASSIC)).endsWith(converted).hasSize(3);
        assertThat(entries(convert.withClassic(true), NATIVE_AND_CLASSIC))
                .endsWith("h_bucket{a=\"b\", le=\"+Inf\"} 6.0", converted)
                .hasSize(8);
        assertThatThrownBy(
                        () ->
                                entries(
                                        convert,
                                        NATIVE_AND_CLASSIC.replace(
                                                "cumulative_count: 5", "cumulative_count: 1")))
                .hasMessageContaining("in metric family \"h\": classic histogram: count is not")
                .hasMessageStartingWith("byte ");
    }

    @Test
    void exemplars_ofCountersBucketsAndNativeHistograms() {
        String exemplar = "exemplar { label { name: \"t\" value: \"%s\" } value: %s %s }";
        String time = "timestamp { seconds: 12 nanos: 345999999 }";
        ExpositionParser parser =
                parser(
                        ClientModel.body(
                                "name: \"c\" type: COUNTER metric { counter { value: 1 "
                                        + exemplar.formatted("x", 0.5, "")
                                        + "} }",
                                "name: \"h\" type: HISTOGRAM metric { histogram {"
                                        + " schema: 3 zero_threshold: 1 sample_count: 0 bucket {"
                                        + exemplar.formatted("y", 1.5, time)
                                        + " upper_bound: 2 } bucket {"
                                        + exemplar.formatted("z", 2.5, "")
                                        + " upper_bound: 3 } } }"),
                        NATIVE.withClassic(true));
        List<Exemplar> found = new ArrayList<>();
        for (Entry e = parser.next(); e != Entry.END; e = parser.next()) {
            if (e == Entry.HISTOGRAM) {
                found.addAll(parser.histogramExemplars());
            } else if (e == Entry.SERIES && parser.hasExemplar()) {
                found.add(parser.exemplar(99));
            }
        }
        Exemplar timed = new Exemplar(Labels.of("t", "y"), 1.5, 12_345, true);
        assertThat(found)
                .containsExactly(
                        new Exemplar(Labels.of("t", "x"), 0.5, 99, false),
                        timed,
                        timed,
                        new Exemplar(Labels.of("t", "z"), 2.5, 99, false));
    }

    @Test
    void exemplarsOfItsOwn_goBeforeThoseOfBuckets() {
        ExpositionParser parser =
                parser(
                        ClientModel.body(
                                """
                                name: "h" type: HISTOGRAM metric { histogram {
                                  schema: 3 zero_threshold: 1
                                  bucket { exemplar { value: 9 timestamp { seconds: 9 } } }
                                  exemplars { value: 1 timestamp { seconds: 2 } }
                                  exemplars { value: 2 }
                                  exemplars { value: 3 timestamp { seconds: 1 } }
                                } }
                                """),
                        NATIVE);
        for (Entry e = parser.next(); e != Entry.HISTOGRAM; e = parser.next()) {
            assertThat(e).isNotEqualTo(Entry.END);
        }
        assertThat(parser.histogramExemplars())
                .extracting(Exemplar::value, Exemplar::timestamp)
                .containsExactly(tuple(1.0, 2000L), tuple(3.0, 1000L));
    }

    @Test
    void series_arePredictedByTheirBytes() {
        byte[] body = ClientModel.body(NATIVE_AND_CLASSIC);
        ExpositionParser first = parser(body, NATIVE.withClassic(true));
        List<byte[]> known = new ArrayList<>();
        for (Entry e = first.next(); e != Entry.END; e = first.next()) {
            if (e == Entry.SERIES || e == Entry.HISTOGRAM) {
                known.add(
                        Arrays.copyOfRange(
                                first.seriesBytes(), first.seriesFrom(), first.seriesTo()));
            }
        }
        assertThat(known).hasSize(6).doesNotHaveDuplicates();
        ExpositionParser second = parser(body, NATIVE.withClassic(true));
        int n = 0;
        second.predict(known.get(0), 0, known.get(0).length);
        for (Entry e = second.next(); e != Entry.END; e = second.next()) {
            if (e == Entry.SERIES || e == Entry.HISTOGRAM) {
                assertThat(second.predicted()).isTrue();
                n++;
                byte[] next = known.get(Math.min(n, known.size() - 1));
                second.predict(next, 0, next.length);
            }
        }
        assertThat(n).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type: GAUGE metric { gauge {} } | a metric family without a name",
                "name: \"\\377\" metric { gauge {} } | metric name is not valid UTF-8",
                "name: \"a\" help: \"\\377\" metric { gauge {} } | \"a\": help is not valid UTF-8",
                "name: \"a\" metric { label { name: \"\" value: \"x\" } } |"
                        + " \"a\": a label without a name",
                "name: \"a\" metric { label { name: \"x\" value: \"\\377\" } } |"
                        + " \"a\": label value is not valid UTF-8",
                "name: \"a\" metric { label { name: \"x\" value: \"1\" }"
                        + " label { name: \"x\" value: \"2\" } } | \"a\": ",
                "name: \"a\" type: HISTOGRAM metric { histogram { positive_span { length: 3 } } } |"
                        + " \"a\": positive side: spans require 3 buckets, have 0",
                "name: \"a\" type: HISTOGRAM metric { histogram { negative_span {} "
                        + " negative_span { offset: -4 length: 1 } negative_delta: 1 } } |"
                        + " \"a\": span number 2 with offset -4",
                "name: \"a\" type: HISTOGRAM metric { histogram { positive_span {offset: 2147483647"
                        + " length: 1} positive_delta: 1 } } | \"a\": histogram has a bucket whose",
            })
    void wrongMessages_nameThePlace(String family, String expected) {
        // Texts that are no UTF-8 can't be written by the library.
        byte[] body = ClientModel.body(family.replace("\\377", "\\001"));
        for (int i = 0; i < body.length; i++) {
            body[i] =
                    family.contains("\\377") && body[i] == 1 && body[i - 1] == 1
                            ? (byte) 0xff
                            : body[i];
        }
        assertThatThrownBy(() -> entries(parser(body, NATIVE)))
                .isInstanceOf(ExpositionException.class)
                .hasMessageStartingWith("byte ")
                .hasMessageContaining(expected);
    }
}
