package io.narthex.scrape.targets;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.TargetGroup;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class TargetBuilderTest {
    private static ScrapeConfig.Builder job(String... addresses) {
        return ScrapeConfig.builder("api")
                .interval(Duration.ofSeconds(15))
                .targetGroups(
                        List.of(
                                TargetGroup.ofAddresses(
                                        List.of(addresses), Labels.of("team", "web"), "0")));
    }

    private static Discovered first(ScrapeConfig.Builder job) {
        return new TargetBuilder(job.build()).build(job.build().targetGroups()).getFirst();
    }

    private static Target active(ScrapeConfig.Builder job) {
        return ((Discovered.Active) first(job)).target();
    }

    private static RelabelRule.Builder set(String label, String value) {
        return RelabelRule.builder().targetLabel(label).replacement(value);
    }

    private static String invalid(RelabelRule.Builder... rules) {
        List<RelabelRule> built = List.of(rules).stream().map(RelabelRule.Builder::build).toList();
        Discovered found = first(job("h:1").relabelRules(built));
        assertThat(found).isInstanceOf(Discovered.Invalid.class);
        return ((Discovered.Invalid) found).reason();
    }

    @Test
    void labelsAndUrl_haveTheirDefaults() {
        Target target = active(job("localhost:8000"));
        assertThat(target.url()).hasToString("http://localhost:8000/metrics");
        assertThat(target.labels())
                .isEqualTo(Labels.of("instance", "localhost:8000", "job", "api", "team", "web"));
        assertThat(target.discoveredLabels())
                .isEqualTo(
                        Labels.of(
                                "__address__", "localhost:8000",
                                "__always_scrape_classic_histograms__", "false",
                                "__convert_classic_histograms_to_nhcb__", "false",
                                "__metrics_path__", "/metrics",
                                "__scheme__", "http",
                                "__scrape_interval__", "15s",
                                "__scrape_native_histograms__", "false",
                                "__scrape_timeout__", "10s",
                                "job", "api",
                                "team", "web"));
        assertThat(target.interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void hostNames_mayHaveUnderscores() {
        assertThat(active(job("my_app:8080")).url()).hasToString("http://my_app:8080/metrics");
        assertThat(active(job("[::1]:80")).url()).hasToString("http://[::1]:80/metrics");
        for (String bad : List.of("h:port", "h:99999", ":80", "user@h:80", "h:")) {
            assertThat(first(job(bad))).as(bad).isInstanceOf(Discovered.Invalid.class);
        }
    }

    @Test
    void targetLabels_winOverTheGroups() {
        TargetGroup group =
                new TargetGroup(
                        List.of(Labels.of("__address__", "h:1", "team", "own", "job", "mine")),
                        Labels.of("team", "web", "dc", "a"),
                        "0");
        Target target = active(ScrapeConfig.builder("api").targetGroups(List.of(group)));
        assertThat(target.labels())
                .isEqualTo(Labels.of("dc", "a", "instance", "h:1", "job", "mine", "team", "own"));
    }

    @Test
    void params_stand_inTheUrl_sortedAndEscaped() {
        Target target =
                active(
                        job("h:1")
                                .metricsPath("/a b")
                                .params(Map.of("z", List.of("1", "2"), "a", List.of("ü&")))
                                .relabelRules(List.of(set("__param_z", "9").build())));
        assertThat(target.url()).hasToString("http://h:1/a%20b?a=%C3%BC%26&z=9&z=2");
    }

    @Test
    void ownParam_winsOverTheJobs() {
        TargetGroup group =
                new TargetGroup(
                        List.of(Labels.of("__address__", "h:1", "__param_module", "own")),
                        Labels.empty(),
                        "0");
        ScrapeConfig.Builder job =
                ScrapeConfig.builder("api")
                        .params(Map.of("module", List.of("default")))
                        .targetGroups(List.of(group));
        assertThat(active(job).url()).hasToString("http://h:1/metrics?module=own");
        assertThat(active(job).discoveredLabels().get("__param_module")).isEqualTo("own");
    }

    @Test
    void relabelling_mayDropOrChange() {
        RelabelRule drop =
                RelabelRule.builder()
                        .action(RelabelRule.Action.DROP)
                        .sourceLabels("__address__")
                        .regex("h:1")
                        .build();
        assertThat(first(job("h:1").relabelRules(List.of(drop))))
                .isInstanceOf(Discovered.Dropped.class);
        Target target =
                active(
                        job("h:1")
                                .relabelRules(
                                        List.of(
                                                set("__scheme__", "https").build(),
                                                set("__scrape_interval__", "1m").build(),
                                                set("instance", "named").build())));
        assertThat(target.url()).hasToString("https://h:1/metrics");
        assertThat(target.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(target.labels().get("instance")).isEqualTo("named");
    }

    @Test
    void unusableLabels_sayWhy() {
        assertThat(invalid(set("__address__", "http://h:1").regex(".*")))
                .isEqualTo("\"http://h:1\" is not a valid hostname");
        assertThat(invalid(set("__address__", ""))).isEqualTo("no address");
        assertThat(invalid(set("__scrape_interval__", "x")))
                .startsWith("error parsing scrape interval: ");
        assertThat(invalid(set("__scrape_interval__", "0s")))
                .isEqualTo("scrape interval cannot be 0");
        assertThat(invalid(set("__scrape_interval__", "5s")))
                .isEqualTo(
                        "scrape timeout cannot be greater than scrape interval (\"10s\" >"
                                + " \"5s\")");
        assertThat(invalid(set("__scrape_native_histograms__", "yes")))
                .isEqualTo(
                        "error parsing scrape native histograms: \"yes\" in"
                                + " __scrape_native_histograms__ is neither true nor false");
        assertThat(invalid(set("__scheme__", "ftp"))).contains("can be scraped");
        assertThat(invalid(set("__address__", "a b"))).contains("not a valid URL");
    }
}
