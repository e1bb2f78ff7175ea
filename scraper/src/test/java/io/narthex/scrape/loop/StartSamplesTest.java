package io.narthex.scrape.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.StartTimestamps;
import io.narthex.scrape.proto.ClientModel;
import io.narthex.scrape.text.ExpositionParser;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What becomes of start timestamps.
class StartSamplesTest {
    private static final HistogramScraping NATIVE = HistogramScraping.NONE.withNative(true);

    private static final String OPEN_METRICS =
            """
            # TYPE c counter
            c_total{a="1"} 5
            c_created{a="1"} 2.5
            c_total{a="2"} 6
            # TYPE h histogram
            h_bucket{le="1"} 1
            h_bucket{le="+Inf"} 1
            h_count 1
            h_sum 1
            h_created 3
            # TYPE s summary
            s{quantile="0.5"} 1
            s_count 1
            s_created 4
            # TYPE g_created gauge
            g_created 9
            # EOF
            """;

    private final ListStore store = new ListStore();

    private final class Target {
        final StartSamples starts;
        final BodyAppender body;

        Target(StartTimestamps wanted) {
            ScrapeConfig config = ScrapeConfig.builder("j").build();
            starts = new StartSamples(store, wanted);
            body =
                    new BodyAppender(
                            config,
                            NATIVE,
                            starts,
                            new SeriesLabels(Labels.empty(), config),
                            new ScrapeCache(),
                            new MetadataCache(),
                            new ScrapeCounters());
        }

        void scrape(long time, ExpositionParser parser) {
            try (Appender batch = store.appender();
                    StartSamples zeros = starts) {
                body.append(parser.withStartTimestamps(), batch, time);
                zeros.commit();
                batch.commit();
            }
        }
    }

    private static ExpositionParser proto(String family) {
        byte[] body = ClientModel.body(family);
        return ExpositionParser.of(ScrapeProtocol.PROMETHEUS_PROTO, body, body.length, NATIVE);
    }

    private static ExpositionParser counter(int value, int createdSeconds) {
        return proto(
                "name: \"c\" type: COUNTER metric { counter { value: %d created_timestamp {"
                                .formatted(value)
                        + " seconds: %d nanos: 500000000 } } }".formatted(createdSeconds));
    }

    private static ExpositionParser openMetrics(HistogramScraping histograms) {
        byte[] body = OPEN_METRICS.getBytes(StandardCharsets.UTF_8);
        return ExpositionParser.of(
                ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0, body, body.length, histograms);
    }

    /// Samples as `value@time`, with ` since` where a start timestamp is stored with it.
    private List<String> stored(String name) {
        List<String> samples = new ArrayList<>();
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet found =
                    querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                            List.of(LabelMatcher.equal(Labels.NAME, name)));
            for (int i = 0; i < found.size(); i++) {
                SeriesData series = found.cursor().at(i);
                for (int k = 0; k < series.count(); k++) {
                    long start = series.startTimestampAt(k);
                    samples.add(
                            series.valueAt(k)
                                    + "@"
                                    + series.timeAt(k)
                                    + (start == 0 ? "" : " since " + start));
                }
            }
        }
        return samples;
    }

    @Test
    void newStarts_areZeros_unlessNewerSamplesAreThere() {
        Target target = new Target(new StartTimestamps(true, false));
        target.scrape(10_000, counter(5, 2));
        target.scrape(20_000, counter(7, 2));
        target.scrape(30_000, counter(1, 25));
        target.scrape(40_000, counter(2, 12));
        target.scrape(50_000, counter(3, 60));
        assertThat(stored("c"))
                .containsExactly(
                        "0.0@2500",
                        "5.0@10000",
                        "7.0@20000",
                        "0.0@25500",
                        "1.0@30000",
                        "2.0@40000",
                        "3.0@50000");
    }

    @Test
    void zerosOfHistograms_areEmptyHistograms() {
        Target target = new Target(new StartTimestamps(true, false));
        target.scrape(
                10_000,
                proto(
                        """
                        name: "h" type: HISTOGRAM metric { histogram { sample_count: 1 sample_sum: 2
                          schema: 3 positive_span { offset: 2 length: 1 } positive_delta: 1
                          created_timestamp { seconds: 4 } } }
                        """));
        try (Querier querier = store.querier(0, 100_000)) {
            SeriesData series =
                    querier.select(
                                    SelectHints.range(0, 100_000),
                                    List.of(LabelMatcher.equal(Labels.NAME, "h")))
                            .cursor()
                            .at(0);
            assertThat(series.timeAt(0)).isEqualTo(4000);
            assertThat(series.histogramAt(0)).hasToString("{count:0, sum:0}");
            assertThat(series.histogramAt(1)).isNotNull();
            assertThat(series.count()).isEqualTo(2);
        }
    }

    @Test
    void starts_areStoredWithTheirSamples() {
        Target target = new Target(new StartTimestamps(false, true));
        target.scrape(10_000, counter(5, 2));
        target.scrape(
                20_000,
                proto(
                        """
                        name: "s" type: SUMMARY metric { summary {
                          created_timestamp { seconds: 4 } } }
                        """));
        assertThat(stored("c")).startsWith("5.0@10000 since 2500");
        assertThat(stored("s_count")).containsExactly("0.0@20000 since 4000");
    }

    @Test
    void openMetrics_tellsStartsBySeriesOfTheirOwn() {
        Target target = new Target(new StartTimestamps(false, true));
        target.scrape(10_000, openMetrics(HistogramScraping.NONE));
        assertThat(stored("c_total")).containsExactly("5.0@10000 since 2500", "6.0@10000");
        assertThat(stored("h_bucket"))
                .containsExactly("1.0@10000 since 3000", "1.0@10000 since 3000");
        assertThat(stored("s")).containsExactly("1.0@10000 since 4000");
        assertThat(stored("c_created")).isEmpty();
        assertThat(stored("h_created")).isEmpty();
        assertThat(stored("g_created")).containsExactly("9.0@10000");
        target.scrape(20_000, openMetrics(HistogramScraping.NONE.withConversion(true)));
        assertThat(stored("h")).containsExactly("1.0@20000 since 3000");
    }
}
