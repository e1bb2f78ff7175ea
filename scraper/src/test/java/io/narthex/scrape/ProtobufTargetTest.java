package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;

import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;
import io.narthex.model.MetricType;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.scrape.proto.ClientModel;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Targets that answer in the format that they are asked for.
class ProtobufTargetTest {
    private static final String TYPE =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                    + " encoding=delimited";

    /// What client libraries do: protobuf where it is asked for first, else text.
    private static void answer(HttpExchange exchange) throws IOException {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        if (accept.startsWith(
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                        + "encoding=delimited;q=0.6,")) {
            byte[] body =
                    ClientModel.body(
                            """
                            name: "h" help: "Help." unit: "x" type: HISTOGRAM metric { histogram {
                              sample_count: 1 schema: 0 sample_sum: 2
                              positive_span { offset: 1 length: 1 } positive_delta: 1
                              bucket { cumulative_count: 1 upper_bound: 1 }
                            } }
                            """);
            FakeTarget.answer(exchange, 200, TYPE, body);
        } else {
            String text = "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 2\nh_count 1\n";
            FakeTarget.answer(
                    exchange, 200, FakeTarget.TEXT, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void nativeHistograms_andTheirMetadata() {
        try (FakeTarget target = new FakeTarget(ProtobufTargetTest::answer);
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(
                    ScrapeFixture.job(target)
                            .protocols(ScrapeProtocol.PROTO_FIRST)
                            .histograms(HistogramScraping.NONE.withNative(true)));
            fixture.awaitValue("h", 2);
            FloatHistogram stored =
                    Objects.requireNonNull(fixture.series("h").getFirst().histogramAt(0));
            assertThat(stored).hasToString("{count:1, sum:2, (1,2]:1}");
            assertThat(fixture.series("h_bucket")).isEmpty();
            assertThat(fixture.values("scrape_samples_scraped")).contains(1.0);
            assertThat(fixture.scraper.metadata("h").getFirst().metrics())
                    .isEqualTo(
                            List.of(new MetricMetadata("h", MetricType.HISTOGRAM, "Help.", "x")));
        }
    }

    @Test
    void classicHistogram_isTheSameSeriesInEitherFormat() {
        try (FakeTarget target = new FakeTarget(ProtobufTargetTest::answer);
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).protocols(ScrapeProtocol.PROTO_FIRST));
            fixture.awaitValue("h_count", 1);
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("h_bucket", 1);
            List<Labels> buckets = fixture.labels("h_bucket");
            assertThat(buckets).extracting(l -> l.get("le")).containsExactly("+Inf", "1.0");
        }
    }
}
