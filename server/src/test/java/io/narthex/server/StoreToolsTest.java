package io.narthex.server;

import static io.narthex.testkit.PrometheusApi.data;
import static io.narthex.testkit.PrometheusApi.list;
import static io.narthex.testkit.PrometheusApi.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.model.Labels;
import io.narthex.model.relabel.Relabeler;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the API says of a store to whoever wants less in it, or to see what is in it: rules that it
/// proposes do what it says, in the configuration too.
class StoreToolsTest {
    private static NarthexServer server;
    private static PrometheusApi api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        ServerOptions options =
                ServerOptions.of(
                                HttpServerOptions.DEFAULTS.withListen(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                        .withReceivers(ReceiverOptions.of(true));
        server = NarthexServer.start(options, ConfigFile.parse("test.yml", "", _ -> null));
        api = new PrometheusApi(server.url());
        StringBuilder samples = new StringBuilder();
        long now = System.currentTimeMillis();
        for (int user = 0; user < 30; user++) {
            String labels = "{job=\"web\",user=\"u.%d\",zone=\"%s\"} 1 %d\n";
            samples.append("logins").append(labels.formatted(user, user % 2, now));
            samples.append("clicks").append(labels.formatted(user, user % 3, now));
        }
        for (int i = 0; i < 250; i++) {
            samples.append("ticks{job=\"db\"} %d %d\n".formatted(2 * i, now - (250 - i) * 1000L));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(
                            client.send(
                                            HttpRequest.newBuilder(
                                                            URI.create(
                                                                    server.url()
                                                                            + "api/v1/import/prometheus"))
                                                    .POST(
                                                            HttpRequest.BodyPublishers.ofString(
                                                                    samples.toString()))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(204);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "drop, logins, '', ''",
        "drop, '', user, u.7",
        "drop, logins, zone, 1",
        "drop, '', user, ''",
        "keep, clicks, '', ''",
        "labeldrop, '', user, ''",
        "labeldrop, clicks, user, ''",
        "labeldrop, '', zone, ''"
    })
    void proposedRule_savesWhatIsSaid(String action, String metric, String label, String value) {
        Object answer =
                data(
                        api.get(
                                "api/v1/status/tsdb/relabel",
                                Map.of(
                                        "action", action,
                                        "metric", metric,
                                        "label", label,
                                        "value", value)));
        ScrapeConfig job = job((String) member(answer, "yaml"));
        List<Object> all = list(data(api.get("api/v1/series", Map.of("match[]", "{job=~\".+\"}"))));
        Set<Labels> left = new HashSet<>();
        Relabeler rules = new Relabeler(job.metricRelabelRules());
        for (Object series : all) {
            Labels.Builder labels = new Labels.Builder();
            PrometheusApi.map(series).forEach((k, v) -> labels.set(k, (String) v));
            if (rules.apply(labels)) {
                left.add(labels.build());
            }
        }
        Object series = member(answer, "series");
        assertThat(member(series, "all")).isEqualTo((double) all.size());
        assertThat(member(series, "saved")).isEqualTo((double) all.size() - left.size());
        boolean saves = all.size() > left.size();
        assertThat((Double) member(member(answer, "bytes"), "saved") > 0).isEqualTo(saves);
        assertThat(member(answer, "complete")).isEqualTo(true);
    }

    private static ScrapeConfig job(String yaml) {
        return ConfigFile.parse(
                        "test.yml",
                        "scrape_configs:\n  - job_name: x\n" + yaml.indent(4),
                        _ -> null)
                .scrapeConfigs()
                .getFirst();
    }

    @Test
    void senselessRule_isRefusedWithTheReason() {
        assertThat(error("api/v1/status/tsdb/relabel", Map.of("action", "drop")))
                .contains("neither metric nor label");
        assertThat(
                        error(
                                "api/v1/status/tsdb/relabel",
                                Map.of("action", "labeldrop", "label", "__name__")))
                .contains("other than __name__");
        assertThat(error("api/v1/status/tsdb/relabel", Map.of("action", "hashmod", "metric", "x")))
                .contains("must be drop, keep or labeldrop");
        assertThat(error("api/v1/status/tsdb/chunk", Map.of("series", "up")))
                .contains("no series meets up");
        assertThat(error("api/v1/status/tsdb/chunk", Map.of("series", "ticks", "chunk", "0")))
                .contains("must be a positive number");
        assertThat(error("api/v1/status/tsdb/chunk", Map.of("series", "{")))
                .contains("parse error");
    }

    private static String error(String path, Map<String, String> parameters) {
        return (String) member(PrometheusApi.json(api.get(path, parameters).body()), "error");
    }

    @Test
    void chunk_isShownBitByBit() {
        Object chunk =
                data(api.get("api/v1/status/tsdb/chunk", Map.of("series", "ticks", "chunk", 1)));
        byte[] bytes = HexFormat.of().parseHex((String) member(chunk, "bytes"));
        double bit = 0;
        for (Object field : list(member(chunk, "fields"))) {
            assertThat(member(field, "bit")).isEqualTo(bit);
            bit += (Double) member(field, "bits");
        }
        assertThat(bit).isEqualTo(8.0 * bytes.length);
        assertThat(member(chunk, "encoding")).isEqualTo("lfor");
        List<Object> samples = list(member(chunk, "samples"));
        assertThat(samples).hasSizeGreaterThanOrEqualTo(100);
        assertThat(list(samples.get(7)).get(1)).isEqualTo("14");
    }
}
