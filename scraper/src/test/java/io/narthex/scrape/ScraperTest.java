package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;
import io.narthex.model.MetricType;
import io.narthex.model.StaleNaN;
import io.narthex.model.relabel.RelabelRule;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class ScraperTest {
    @Test
    void samples_areStoredWithTheTargetsLabels() {
        try (FakeTarget target = FakeTarget.of("a{x=\"1\"} 5\nb 2.5\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 5);
            fixture.awaitValue("up", 1);
            assertThat(fixture.labels("a"))
                    .containsExactly(
                            Labels.of(
                                    "__name__", "a",
                                    "instance", target.address(),
                                    "job", "job",
                                    "x", "1"));
            assertThat(fixture.values("scrape_samples_scraped")).contains(2.0);
            assertThat(fixture.values("scrape_samples_post_metric_relabeling")).contains(2.0);
            assertThat(fixture.values("scrape_series_added")).contains(2.0);
            assertThat(fixture.values("scrape_duration_seconds").getFirst()).isBetween(0.0, 5.0);
            TargetStatus status = fixture.scraper.activeTargets().getFirst();
            assertThat(status.health()).isEqualTo(TargetHealth.UP);
            assertThat(status.lastError()).isEmpty();
            assertThat(status.scrapeUrl()).isEqualTo("http://" + target.address() + "/metrics");
        }
    }

    @Test
    void scrapes_keepTheirPaceAndConnection() {
        try (FakeTarget target = FakeTarget.of("a 5\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            await().until(() -> fixture.values("a").size() >= 6);
            int connections = new HashSet<>(target.clients()).size();
            // On a busy machine a scrape may run out of time, which costs its connection.
            long failed = fixture.values("up").stream().filter(v -> v == 0).count();
            assertThat(connections).isLessThanOrEqualTo(1 + (int) failed);
            List<Long> times = fixture.times("a");
            long between = times.get(5) - times.get(0);
            assertThat(between).isBetween(400L, 5000L);
            assertThat(fixture.values("scrape_series_added")).contains(1.0, 0.0);
        }
    }

    @Test
    void request_saysWhatItWants() {
        StringBuffer seen = new StringBuffer();
        try (FakeTarget target =
                        new FakeTarget(
                                e -> {
                                    e.getRequestHeaders()
                                            .forEach((n, v) -> seen.append(n + "=" + v + "\n"));
                                    FakeTarget.answer(e, 200, FakeTarget.TEXT, new byte[0]);
                                });
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).timeout(Duration.ofMillis(50)));
            fixture.awaitValue("up", 1);
            assertThat(seen.toString())
                    .contains("Accept=[application/openmetrics-text;version=1.0.0")
                    .contains("Accept-encoding=[gzip]")
                    .contains("User-agent=[Narthex/test]")
                    .contains("X-prometheus-scrape-timeout-seconds=[0.05]")
                    .contains("Host=[" + target.address() + "]");
        }
    }

    @Test
    void openMetricsAndGzip_areRead() {
        byte[] body =
                "# TYPE a counter\na_total 7 # {t=\"x\"} 1\n# EOF\n"
                        .getBytes(StandardCharsets.UTF_8);
        try (FakeTarget target =
                        new FakeTarget(
                                e -> {
                                    e.getResponseHeaders().set("Content-Encoding", "gzip");
                                    FakeTarget.answer(
                                            e, 200, FakeTarget.OPEN_METRICS, FakeTarget.gzip(body));
                                });
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a_total", 7);
        }
    }

    /// FastAPI adds a character set to a `media_type` that has one already.
    @Test
    void doubledCharset_isNoObstacle() {
        String type = FakeTarget.TEXT + "; charset=utf-8";
        try (FakeTarget target = new FakeTarget(FakeTarget.typed(type, "a 5\n"));
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 5);
        }
    }

    @Test
    void vanishedSeries_endWithAMarker() {
        try (FakeTarget target = FakeTarget.of("a 1\nb 2\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("b", 2);
            target.answerWith(FakeTarget.body("a 1\n"));
            fixture.awaitStale("b");
            assertThat(fixture.values("a")).noneMatch(StaleNaN::isStale);
            target.answerWith(FakeTarget.body("b 3\na 1\n"));
            fixture.awaitValue("b", 3);
        }
    }

    @Test
    void failedScrape_marksAllAndRecovers() {
        try (FakeTarget target = FakeTarget.of("a 1\nb 2\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("b", 2);
            target.answerWith(FakeTarget.status(500, "no"));
            fixture.awaitStale("a");
            fixture.awaitStale("b");
            fixture.awaitValue("up", 0);
            target.answerWith(FakeTarget.body("a 9\nb 2\n"));
            fixture.awaitValue("a", 9);
            assertThat(fixture.values("up")).noneMatch(StaleNaN::isStale);
        }
    }

    @Test
    void removedTarget_isMarkedOnceItWouldHaveComeBack() {
        try (FakeTarget target = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 1);
            fixture.scrape();
            fixture.awaitStale("a");
            fixture.awaitStale("up");
            assertThat(fixture.scraper.activeTargets()).isEmpty();
        }
    }

    @Test
    void close_writesNoMarkersAndEndsAllThreads() throws InterruptedException {
        try (FakeTarget target = FakeTarget.of("a 1\n")) {
            ScrapeFixture fixture = new ScrapeFixture();
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 1);
            fixture.close();
            int size = fixture.values("a").size();
            TimeUnit.MILLISECONDS.sleep(300);
            assertThat(fixture.values("a")).hasSize(size).noneMatch(StaleNaN::isStale);
            assertThatThrownBy(() -> fixture.scraper.apply(List.of()))
                    .isInstanceOf(IllegalStateException.class);
            await().until(
                            () ->
                                    Thread.getAllStackTraces().keySet().stream()
                                            .noneMatch(
                                                    t ->
                                                            t.getName().startsWith("narthex-scrape")
                                                                    && t.isAlive()));
        }
    }

    @Test
    void unchangedTargets_goOnUndisturbed() {
        try (FakeTarget one = FakeTarget.of("a 1\n");
                FakeTarget two = FakeTarget.of("b 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(one));
            fixture.awaitValue("a", 1);
            fixture.scrape(ScrapeFixture.job(one, two));
            fixture.awaitValue("b", 1);
            assertThat(new HashSet<>(one.clients())).hasSize(1);
            assertThat(fixture.values("a")).noneMatch(StaleNaN::isStale);
            assertThat(fixture.values("scrape_series_added").stream().filter(v -> v > 0))
                    .hasSize(2);
        }
    }

    @Test
    void labelConflicts_followHonorLabels() {
        String body = "a{job=\"theirs\",exported_job=\"x\"} 1\n";
        try (FakeTarget target = FakeTarget.of(body);
                ScrapeFixture fixture = new ScrapeFixture()) {
            ScrapeConfig.Builder honoring =
                    ScrapeConfig.builder("h")
                            .interval(ScrapeFixture.INTERVAL)
                            .honorLabels(true)
                            .targetGroups(ScrapeFixture.job(target).build().targetGroups());
            fixture.scrape(ScrapeFixture.job(target), honoring);
            await().until(() -> fixture.labels("a").size() == 2);
            assertThat(fixture.labels("a"))
                    .extracting(l -> l.get("job"), l -> l.get("exported_job"))
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("job", "x"),
                            org.assertj.core.groups.Tuple.tuple("theirs", "x"));
            assertThat(fixture.labels("a"))
                    .extracting(l -> l.get("exported_exported_job"))
                    .containsExactlyInAnyOrder("theirs", null);
        }
    }

    @Test
    void metricRelabelling_dropsAndRenames() {
        RelabelRule drop =
                RelabelRule.builder()
                        .action(RelabelRule.Action.DROP)
                        .sourceLabels("__name__")
                        .regex("b")
                        .build();
        RelabelRule rename =
                RelabelRule.builder()
                        .sourceLabels("__name__")
                        .regex("c")
                        .targetLabel("__name__")
                        .replacement("d")
                        .build();
        try (FakeTarget target = FakeTarget.of("a 1\nb 2\nc 3\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).metricRelabelRules(List.of(drop, rename)));
            await().until(() -> fixture.values("d").size() >= 2);
            assertThat(fixture.values("b")).isEmpty();
            assertThat(fixture.values("c")).isEmpty();
            assertThat(fixture.values("scrape_samples_scraped")).startsWith(3.0);
            assertThat(fixture.values("scrape_samples_post_metric_relabeling")).startsWith(2.0);
        }
    }

    @Test
    void timestamps_areHonoredOrNot() {
        long past = System.currentTimeMillis() - 60_000;
        String body = "a 1 " + past + "\nfuture 1 " + (past + 3_600_000) + "\n";
        try (FakeTarget target = FakeTarget.of(body);
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            await().until(() -> fixture.scraper.stats().outOfBounds() > 0);
            assertThat(fixture.times("a")).containsExactly(past);
            assertThat(fixture.values("future")).isEmpty();
            fixture.scrape(ScrapeFixture.job(target).honorTimestamps(false));
            await().until(() -> fixture.times("a").size() > 1);
            assertThat(fixture.times("a").getLast()).isGreaterThan(past);
        }
    }

    @Test
    void seriesWithOwnTimestamps_areMarkedOnlyWhenTracked() {
        long now = System.currentTimeMillis();
        try (FakeTarget target = FakeTarget.of("a 1 " + now + "\nb 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 1);
            target.answerWith(FakeTarget.body("c 1\n"));
            fixture.awaitStale("b");
            assertThat(fixture.values("a")).noneMatch(StaleNaN::isStale);
            target.answerWith(FakeTarget.body("a 1 " + System.currentTimeMillis() + "\nb 1\n"));
            fixture.scrape(ScrapeFixture.job(target).trackTimestampsStaleness(true));
            await().until(() -> fixture.values("a").size() > 1);
            target.answerWith(FakeTarget.body("c 1\n"));
            fixture.awaitStale("a");
        }
    }

    @Test
    void duplicateSeries_countOnce() {
        try (FakeTarget target = FakeTarget.of("a 1\na 2\nb 3\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("b", 3);
            assertThat(fixture.values("a")).containsOnly(1.0);
            assertThat(fixture.scraper.stats().duplicates()).isPositive();
            assertThat(fixture.values("scrape_samples_post_metric_relabeling")).startsWith(3.0);
            assertThat(fixture.values("up")).containsOnly(1.0);
        }
    }

    @Test
    void metadata_isKeptPerTarget() {
        String body = "# HELP a Some text\n# TYPE a counter\na 1\n# TYPE b gauge\nb 1\n";
        try (FakeTarget target = FakeTarget.of(body);
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 1);
            assertThat(fixture.scraper.metadata("a"))
                    .singleElement()
                    .satisfies(
                            m ->
                                    assertThat(m.metrics())
                                            .containsExactly(
                                                    new MetricMetadata(
                                                            "a",
                                                            MetricType.COUNTER,
                                                            "Some text",
                                                            "")));
            assertThat(fixture.scraper.metadata(null).getFirst().metrics()).hasSize(2);
            assertThat(fixture.scraper.metadata("c")).isEmpty();
        }
    }

    @Test
    void extraMetrics_reportLimitsAndSizes() {
        try (FakeTarget target = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(
                    ScrapeFixture.job(target)
                            .extraScrapeMetrics(true)
                            .limits(ScrapeLimits.NONE.withSamples(7)));
            fixture.awaitValue("scrape_body_size_bytes", 4);
            fixture.awaitValue("scrape_sample_limit", 7);
            fixture.awaitValue("scrape_timeout_seconds", 0.1);
        }
    }

    @Test
    void outOfMemory_failsOneScrapeAndNotTheLoop() {
        AtomicInteger batches = new AtomicInteger();
        try (FakeTarget target = FakeTarget.of("a 1\n");
                ScrapeFixture fixture =
                        ScrapeFixture.storingThrough(
                                store ->
                                        () -> {
                                            if (batches.incrementAndGet() == 1) {
                                                throw new OutOfMemoryError("for the test");
                                            }
                                            return store.appender();
                                        })) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 1);
            assertThat(fixture.scraper.stats().failedScrapes()).isPositive();
        }
    }

    @Test
    void jobs_needDistinctNames() {
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            ScrapeConfig job = ScrapeConfig.builder("a").build();
            assertThatThrownBy(() -> fixture.scraper.apply(List.of(job, job)))
                    .hasMessageContaining("multiple scrape configs with job name \"a\"");
        }
    }

    @Test
    void droppedAndInvalidTargets_areToldApart() {
        RelabelRule drop =
                RelabelRule.builder()
                        .action(RelabelRule.Action.DROP)
                        .sourceLabels("__address__")
                        .regex("drop:1")
                        .build();
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(
                    ScrapeFixture.jobOf(List.of("drop:1", "bad host")).relabelRules(List.of(drop)));
            assertThat(fixture.scraper.droppedTargets())
                    .singleElement()
                    .satisfies(
                            t ->
                                    assertThat(t.discoveredLabels().get("__address__"))
                                            .isEqualTo("drop:1"));
            assertThat(fixture.scraper.activeTargets()).isEmpty();
            assertThat(fixture.scraper.stats().invalidTargets()).isEqualTo(1);
        }
    }
}
