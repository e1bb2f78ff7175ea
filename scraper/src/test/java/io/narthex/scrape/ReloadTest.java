package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.model.StaleNaN;
import io.narthex.model.relabel.RelabelRule;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What a changed configuration does to targets that stay.
class ReloadTest {
    @Test
    void seriesThatNewRulesDrop_areMarkedAndOthersGoOn() {
        RelabelRule drop =
                RelabelRule.builder()
                        .action(RelabelRule.Action.DROP)
                        .sourceLabels("__name__")
                        .regex("a")
                        .build();
        try (FakeTarget target = FakeTarget.of("a 1\nb 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 1);
            fixture.scrape(ScrapeFixture.job(target).metricRelabelRules(List.of(drop)));
            fixture.awaitStale("a");
            int seen = fixture.values("b").size();
            await().until(() -> fixture.values("b").size() > seen + 1);
            assertThat(fixture.values("a").getLast()).matches(StaleNaN::isStale);
            assertThat(fixture.values("b").getLast()).isEqualTo(1);
        }
    }

    @Test
    void targetLimit_failsAllTargetsUntilTheyAreFewEnough() {
        try (FakeTarget one = FakeTarget.of("a 1\n");
                FakeTarget two = FakeTarget.of("b 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            ScrapeLimits limits = new ScrapeLimits(0, 0, 0, 0, 0, 1);
            fixture.scrape(ScrapeFixture.job(one, two).limits(limits));
            assertThat(fixture.awaitError())
                    .isEqualTo("target_limit exceeded (number of targets: 2, limit: 1)");
            fixture.awaitValue("up", 0);
            assertThat(one.paths()).isEmpty();
            assertThat(two.paths()).isEmpty();
            fixture.scrape(ScrapeFixture.job(one).limits(limits));
            fixture.awaitValue("a", 1);
        }
    }

    /// Everything that a configuration may hold, made anew as each reading of a file makes it.
    private static ScrapeConfig.Builder elaborate(FakeTarget target) {
        RelabelRule rule =
                RelabelRule.builder()
                        .sourceLabels("__name__")
                        .regex("(b).*")
                        .targetLabel("first")
                        .build();
        return ScrapeFixture.job(target)
                .interval(Duration.ofMillis(500))
                .params(Map.of("q", List.of("1", "2")))
                .limits(ScrapeLimits.NONE.withSamples(10))
                .fallbackProtocol(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4)
                .relabelRules(List.of(rule))
                .metricRelabelRules(List.of(rule));
    }

    @Test
    void sameConfigurationReadAgain_keepsLoopConnectionAndCache() {
        try (FakeTarget target = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(elaborate(target));
            fixture.awaitValue("a", 1);
            for (int i = 0; i < 5; i++) {
                fixture.scrape(elaborate(target));
                int seen = fixture.values("a").size();
                await().until(() -> fixture.values("a").size() > seen);
            }
            assertThat(new HashSet<>(target.clients())).hasSize(1);
            assertThat(fixture.values("scrape_series_added").stream().filter(v -> v > 0))
                    .hasSize(1);
        }
    }
}
