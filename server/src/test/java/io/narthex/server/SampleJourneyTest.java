package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.Scraper;
import io.narthex.scrape.ScraperOptions;
import io.narthex.scrape.TargetGroup;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One series' way: a line of a body, an open block, a sealed chunk, the value of a query.
class SampleJourneyTest {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    @Test
    void line_becomesSampleChunkAndValue() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer target = target(requests);
        try (Tsdb tsdb = new Tsdb(TsdbOptions.DEFAULTS);
                Scraper scraper = new Scraper(tsdb, ScraperOptions.of("test", 1));
                QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            scraper.apply(List.of(job(target.getAddress().getPort())));

            // The open block: samples are there at once, nothing is sealed yet.
            await().atMost(Duration.ofSeconds(20)).until(() -> values(tsdb).size() > 3);
            assertThat(tsdb.stats().chunks()).isZero();

            // 120 samples make a chunk, which gives the same values back in less memory.
            await().atMost(Duration.ofSeconds(60)).until(() -> tsdb.stats().chunksCreated() > 0);
            await().atMost(Duration.ofSeconds(60)).until(() -> values(tsdb).size() > 130);
            // On a busy machine a scrape may run out of time, which leaves a gap in the count.
            List<Double> values = values(tsdb).stream().filter(v -> !v.isNaN()).toList();
            assertThat(values).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(100);

            // The value of a query comes from both.
            long now = System.currentTimeMillis();
            Value value =
                    engine.prepare(QueryRequest.instant("count_over_time(hits[1h])", now), tsdb)
                            .run()
                            .value();
            assertThat(((Value.Vector) value).samples())
                    .singleElement()
                    .satisfies(s -> assertThat(s.value()).isGreaterThanOrEqualTo(values.size()));
        } finally {
            target.stop(0);
        }
    }

    /// A target whose counter grows by one with each scrape.
    private static HttpServer target(AtomicInteger requests) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext(
                "/metrics",
                exchange -> {
                    byte[] body =
                            ("hits{path=\"/\"} " + requests.incrementAndGet() + "\n")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/plain");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static ScrapeConfig job(int port) {
        return ScrapeConfig.builder("j")
                .interval(INTERVAL)
                .targetGroups(
                        List.of(
                                TargetGroup.ofAddresses(
                                        List.of("127.0.0.1:" + port), Labels.empty(), "0")))
                .build();
    }

    private static List<Double> values(Tsdb tsdb) {
        try (Querier querier = tsdb.querier(0, Long.MAX_VALUE)) {
            SeriesSet found =
                    querier.select(
                            SelectHints.range(0, Long.MAX_VALUE),
                            List.of(LabelMatcher.equal(Labels.NAME, "hits")));
            if (found.size() == 0) {
                return List.of();
            }
            SeriesData series = found.cursor().at(0);
            double[] values = new double[series.count()];
            series.values(0, values.length, values, 0);
            return Arrays.stream(values).boxed().toList();
        }
    }
}
