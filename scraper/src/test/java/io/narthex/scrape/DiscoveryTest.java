package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;

import io.narthex.client.Authentication;
import io.narthex.client.HttpClientConfig;
import io.narthex.client.Secret;
import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.scrape.discover.DiscoveryConfig;
import io.narthex.scrape.discover.DiscoveryCounters;
import io.narthex.scrape.discover.DiscoveryStats;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Targets that files and URLs name. None answers; what matters is which there are.
class DiscoveryTest {
    private static final Duration OFTEN = Duration.ofMillis(200);

    /// Longer than any test: only what is noticed by itself counts.
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir private Path folder;

    private static ScrapeConfig.Builder job(String name, DiscoveryConfig... sources) {
        return ScrapeConfig.builder(name).interval(Duration.ofHours(1)).discovery(List.of(sources));
    }

    private DiscoveryConfig.Files files(String pattern, Duration interval) {
        return new DiscoveryConfig.Files(List.of(folder.resolve(pattern)), interval);
    }

    /// As programs do that want nobody to see half a file.
    private void write(String name, String text) throws IOException {
        Path whole = folder.resolve(name);
        Path part = Files.writeString(folder.resolve(name + ".part"), text);
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> instances(ScrapeFixture fixture) {
        return fixture.scraper.activeTargets().stream()
                .map(t -> t.labels().getOrEmpty("instance"))
                .toList();
    }

    private static void awaitInstances(ScrapeFixture fixture, String... instances) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> instances(fixture).equals(List.of(instances)));
    }

    private static long readErrors(ScrapeFixture fixture) {
        return fixture.scraper.discoveryCounters().sums().fileReadErrors();
    }

    @Test
    void files_areFollowedAsTheyChangeComeAndGo() throws IOException {
        write("a.yml", "- {targets: [a:1], labels: {team: web}}");
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job("j", files("*.yml", NEVER), files("b.json", NEVER)));
            awaitInstances(fixture, "a:1");
            TargetStatus target = fixture.scraper.activeTargets().getFirst();
            assertThat(target.labels())
                    .isEqualTo(Labels.of("instance", "a:1", "job", "j", "team", "web"));
            assertThat(target.discoveredLabels().getOrEmpty("__meta_filepath"))
                    .isEqualTo(folder.resolve("a.yml").toString());
            write("b.json", "[{\"targets\": [\"b:1\"]}]");
            awaitInstances(fixture, "a:1", "b:1");
            write("a.yml", "- targets: [a:2]\n- targets: [a:3]\n");
            awaitInstances(fixture, "a:2", "a:3", "b:1");
            Files.delete(folder.resolve("a.yml"));
            awaitInstances(fixture, "b:1");
            assertThat(fixture.scraper.discoveryCounters().sums().fileTimes())
                    .containsOnlyKeys(folder.resolve("b.json").toString());
        }
    }

    @Test
    void fileThatCanNotBeRead_keepsItsTargetsAndHarmsNoOther() throws IOException {
        write("a.yml", "- targets: [a:1]");
        write("b.yml", "- targets: [b:1]");
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job("j", files("*.yml", NEVER)));
            awaitInstances(fixture, "a:1", "b:1");
            write("a.yml", "- targets: [a:2]\n  lables: {}\n");
            await().until(() -> readErrors(fixture) > 0);
            write("b.yml", "- targets: [b:2]");
            awaitInstances(fixture, "a:1", "b:2");
        }
    }

    @Test
    void folderThatComesLater_isFoundWhenItIsTimeToLookAgain() throws IOException {
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job("j", files("later/*.yml", OFTEN)));
            Files.createDirectory(folder.resolve("later"));
            write("later/a.yml", "- targets: [a:1]");
            awaitInstances(fixture, "a:1");
        }
    }

    @Test
    void reload_keepsTargetsUntilTheirNewSourceIsRead() throws IOException {
        write("a.yml", "- targets: [a:1]");
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job("j", files("a.yml", NEVER)));
            awaitInstances(fixture, "a:1");
            // At once, whatever the new source comes to in a moment.
            fixture.scrape(job("j", files("*.yml", NEVER)));
            assertThat(instances(fixture)).containsExactly("a:1");
            fixture.scrape(job("j", files("none.yml", NEVER)), job("k", files("*.yml", NEVER)));
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    fixture.scraper.activeTargets().stream()
                                            .map(TargetStatus::scrapePool)
                                            .toList()
                                            .equals(List.of("k")));
            fixture.scrape(job("k"));
            assertThat(instances(fixture)).isEmpty();
        }
    }

    @Test
    void url_isAskedAsConfiguredAndFailuresKeepTheLastAnswer() throws IOException {
        AtomicReference<String> interval = new AtomicReference<>("");
        AtomicReference<String> authorization = new AtomicReference<>("");
        try (FakeTarget server =
                        new FakeTarget(
                                exchange -> {
                                    var headers = exchange.getRequestHeaders();
                                    interval.set(
                                            headers.getFirst(
                                                    "X-Prometheus-Refresh-Interval-Seconds"));
                                    authorization.set(headers.getFirst("Authorization"));
                                    json(exchange, "[{\"targets\": [\"a:1\"]}]");
                                });
                ScrapeFixture fixture = new ScrapeFixture()) {
            URI url = URI.create("http://" + server.address() + "/sd?x=1");
            HttpClientConfig http =
                    HttpClientConfig.DEFAULTS.withAuthentication(
                            new Authentication.Header("Bearer", new Secret.Inline("t")));
            fixture.scrape(job("j", new DiscoveryConfig.Http(url, http, OFTEN)));
            awaitInstances(fixture, "a:1");
            assertThat(interval.get()).isEqualTo("0.2");
            assertThat(authorization.get()).isEqualTo("Bearer t");
            assertThat(
                            fixture.scraper
                                    .activeTargets()
                                    .getFirst()
                                    .discoveredLabels()
                                    .getOrEmpty("__meta_url"))
                    .isEqualTo(url.toString());
            server.answerWith(FakeTarget.typed("text/html", "[{\"targets\": [\"b:1\"]}]"));
            awaitFailures(fixture, 1);
            server.answerWith(FakeTarget.status(500, ""));
            awaitFailures(fixture, failures(fixture) + 2);
            server.answerWith(exchange -> json(exchange, "{"));
            awaitFailures(fixture, failures(fixture) + 2);
            assertThat(instances(fixture)).containsExactly("a:1");
            assertThat(fixture.scraper.discoveryStats().sources().getFirst().failures())
                    .isGreaterThan(0);
            server.answerWith(exchange -> json(exchange, "[]"));
            awaitInstances(fixture);
        }
    }

    private static void json(HttpExchange exchange, String body) throws IOException {
        FakeTarget.answer(
                exchange,
                200,
                "application/json; charset=utf-8",
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static long failures(ScrapeFixture fixture) {
        return fixture.scraper.discoveryCounters().sums().httpFailures();
    }

    private static void awaitFailures(ScrapeFixture fixture, long least) {
        await().atMost(Duration.ofSeconds(30)).until(() -> failures(fixture) >= least);
    }

    @Test
    void oneSourceOfTwoJobs_isAskedOnceForBoth() throws IOException {
        write("a.yml", "- targets: [a:1, a:2]");
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job("j", files("a.yml", NEVER)), job("k", files("a.yml", NEVER)));
            awaitInstances(fixture, "a:1", "a:2", "a:1", "a:2");
            DiscoveryStats stats = fixture.scraper.discoveryStats();
            assertThat(stats.received()).isEqualTo(1);
            assertThat(stats.delayed()).isZero();
            DiscoveryCounters.Sums sums = fixture.scraper.discoveryCounters().sums();
            assertThat(sums.fileScans().count()).isEqualTo(1);
            assertThat(sums.fileScans().seconds()).isPositive();
            assertThat(sums.refreshes().get("file").count()).isEqualTo(1);
            assertThat(stats.sets())
                    .extracting(DiscoveryStats.TargetSet::targets)
                    .containsExactly(2, 2);
            assertThat(stats.sources())
                    .extracting(DiscoveryStats.Source::set)
                    .containsExactly("j", "k");
        }
    }

    @Test
    void keepDroppedTargets_showsAsManyAndCountsAll() {
        ScrapeConfig.Builder job =
                job("j").targetGroups(
                                List.of(
                                        TargetGroup.ofAddresses(
                                                List.of("a:1", "a:2", "a:3"), Labels.empty(), "0")))
                        .relabelRules(
                                List.of(
                                        RelabelRule.builder()
                                                .action(RelabelRule.Action.DROP)
                                                .build()))
                        .keepDroppedTargets(2);
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job);
            assertThat(fixture.scraper.droppedTargets()).hasSize(2);
            assertThat(fixture.scraper.droppedCounts()).containsEntry("j", 3);
        }
    }
}
