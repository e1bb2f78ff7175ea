package io.narthex.scrape.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Appender;
import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.StartTimestamps;
import io.narthex.scrape.proto.ClientModel;
import io.narthex.scrape.text.ExpositionParser;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Objects;

/// What becomes of native histograms on their way to the store.
class HistogramAppenderTest {
    private static final HistogramScraping NATIVE = HistogramScraping.NONE.withNative(true);

    private static final String HISTOGRAM =
            """
            name: "h" type: HISTOGRAM metric { histogram {
              sample_count: 8 sample_sum: 1 schema: 2
              positive_span { offset: 1 length: 4 }
              positive_delta: 1 positive_delta: 1 positive_delta: 0 positive_delta: 1
              exemplars { value: 3 timestamp { seconds: 3 } }
              exemplars { value: 2 timestamp { seconds: 2 } }
            } }
            """;

    private final ListStore store = new ListStore();
    private final ScrapeCounters counters = new ScrapeCounters();

    private BodyAppender appender(HistogramScraping histograms) {
        ScrapeConfig config = ScrapeConfig.builder("j").histograms(histograms).build();
        return new BodyAppender(
                config,
                histograms,
                new StartSamples(new ListStore(), StartTimestamps.NONE),
                new SeriesLabels(Labels.empty(), config),
                new ScrapeCache(),
                new MetadataCache(),
                counters);
    }

    private void scrape(BodyAppender to, HistogramScraping histograms, long time, String family) {
        byte[] body = ClientModel.body(family);
        try (Appender batch = store.appender()) {
            to.append(
                    ExpositionParser.of(
                            ScrapeProtocol.PROMETHEUS_PROTO, body, body.length, histograms),
                    batch,
                    time);
            batch.commit();
        }
    }

    private SeriesData stored(String name) {
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet found =
                    querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                            List.of(LabelMatcher.equal(Labels.NAME, name)));
            assertThat(found.size()).isEqualTo(1);
            return found.cursor().at(0);
        }
    }

    private FloatHistogram first() {
        return Objects.requireNonNull(stored("h").histogramAt(0));
    }

    @Test
    void histogram_isStored_andGetsAMarkerOfItsKindWhenItIsGone() {
        BodyAppender to = appender(NATIVE);
        scrape(to, NATIVE, 1000, HISTOGRAM);
        scrape(to, NATIVE, 2000, "name: \"g\" type: GAUGE metric { gauge { value: 1 } }");
        SeriesData series = stored("h");
        assertThat(series.count()).isEqualTo(2);
        assertThat(first())
                .hasToString(
                        "{count:8, sum:1, (1,1.189207115002721]:1,"
                                + " (1.189207115002721,1.4142135623730951]:2,"
                                + " (1.4142135623730951,1.681792830507429]:2,"
                                + " (1.681792830507429,2]:3}");
        FloatHistogram marker = series.histogramAt(1);
        assertThat(marker).isNotNull();
        assertThat(StaleNaN.isStale(Objects.requireNonNull(marker).sum())).isTrue();
        assertThat(to.total()).isEqualTo(1);
    }

    @Test
    void exemplars_comeOldestFirst() {
        scrape(appender(NATIVE), NATIVE, 1000, HISTOGRAM);
        assertThat(store.exemplars(0, 9000, List.of(List.of(LabelMatcher.equal("__name__", "h")))))
                .containsExactly(
                        new ExemplarSeries(
                                Labels.of("__name__", "h"),
                                List.of(
                                        new Exemplar(Labels.empty(), 2, 2000, true),
                                        new Exemplar(Labels.empty(), 3, 3000, true))));
    }

    @Test
    void bucketLimit_reducesTheResolution_untilThereIsNoneLeft() {
        HistogramScraping two = NATIVE.withBucketLimit(2);
        scrape(appender(two), two, 1000, HISTOGRAM);
        assertThat(first())
                .hasToString(
                        "{count:8, sum:1, (1,1.4142135623730951]:3, (1.4142135623730951,2]:5}");
        String far =
                HISTOGRAM.replace(
                        "offset: 1 length: 4",
                        "offset: 1 length: 3 } positive_span {" + " offset: 400 length: 1");
        HistogramScraping one = NATIVE.withBucketLimit(1);
        assertThatThrownBy(() -> scrape(appender(one), one, 2000, far))
                .isInstanceOfSatisfying(
                        ScrapeFailure.class,
                        e -> {
                            assertThat(e.isBucketLimit()).isTrue();
                            assertThat(e.isSampleLimit()).isFalse();
                        })
                .hasMessageStartingWith("histogram bucket limit exceeded");
    }

    @Test
    void bucketLimit_ofCustomBuckets_can_notBeReduced() {
        HistogramScraping one = HistogramScraping.NONE.withConversion(true).withBucketLimit(1);
        String classic =
                """
                name: "h" type: HISTOGRAM metric { histogram { sample_count: 2
                  bucket { cumulative_count: 1 upper_bound: 1 } } }
                """;
        assertThatThrownBy(() -> scrape(appender(one), one, 1000, classic))
                .hasMessageStartingWith("histogram bucket limit exceeded");
    }

    /// Schema 9 and finer are no schemas to store; a factor of 1.5 is between those of 0 and 1.
    @ParameterizedTest
    @CsvSource({"52, 0, 8", "9, 0, 8", "3, 1.05, 3", "3, 1.5, 0", "3, 1e9, -4", "0, 1.0001, 0"})
    void schemas_areThoseOfTheStoreAndTheFactor(int schema, double factor, int expected) {
        HistogramScraping scraping = NATIVE.withMinBucketFactor(factor);
        scrape(
                appender(scraping),
                scraping,
                1000,
                HISTOGRAM.replace("schema: 2", "schema: " + schema));
        assertThat(first().schema()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema: 2 | schema: 53 | histogram has an invalid schema",
                "sample_count: 8 | sample_count: 9 | 8 observations found in buckets",
                "positive_delta: 0 | positive_delta: -3 | negative",
            })
    void histogramThatContradictsItself_failsTheScrape(
            String right, String wrong, String expected) {
        assertThatThrownBy(
                        () ->
                                scrape(
                                        appender(NATIVE),
                                        NATIVE,
                                        1000,
                                        HISTOGRAM.replace(right, wrong)))
                .isInstanceOf(ScrapeFailure.class)
                .hasMessageStartingWith("invalid native histogram h: ")
                .hasMessageContaining(expected);
    }
}
