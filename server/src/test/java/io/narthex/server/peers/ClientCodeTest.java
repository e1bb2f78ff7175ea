package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.http.SearchOptions;
import io.narthex.server.ApiOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ReceiverOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.Configuration;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/// The client code of Prometheus' query editor, which Grafana and others use too, and that of
/// Grafana's data source ask Narthex, and make of the answers what they should.
class ClientCodeTest {
    private static final String PUSHED =
            """
            pushed_total{job="batch"} 7
            pushed{job="batch",instance="a:1",path="/"} 1
            pushed{job="batch",instance="b:2",path="/\\"quoted\\""} 2
            {"pushed",job="other","dots.in.it"="yes"} 3
            """;

    private static final ServerOptions OPTIONS =
            ServerOptions.of(
                            HttpServerOptions.DEFAULTS.withListen(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                    .withReceivers(ReceiverOptions.of(true))
                    .withApi(
                            new ApiOptions(
                                    ApiOptions.DEFAULTS.remoteRead(),
                                    ApiOptions.DEFAULTS.maxSubscribers(),
                                    new SearchOptions(true, 10_000)));

    @TempDir private Path folder = Path.of("");

    private NarthexServer server;

    @BeforeEach
    void start() throws Exception {
        server = NarthexServer.start(OPTIONS, Configuration.empty());
        HttpResponse<String> reply = new PrometheusApi(server.url()).push(PUSHED);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(204);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void queryEditor_completesByTheAnswers() throws IOException {
        Object answers = NodeClient.install("editor", folder).ask(server.url());
        assertThat(strings(answers, "failures")).isEmpty();
        for (String method : List.of("get", "post")) {
            Object asked = PrometheusApi.member(answers, method);
            assertThat(strings(asked, "names")).contains("pushed", "pushed_total");
            assertThat(strings(asked, "labels"))
                    .containsExactly("__name__", "dots.in.it", "instance", "job", "path");
            assertThat(strings(asked, "values")).containsExactly("a:1", "b:2");
            assertThat(PrometheusApi.list(PrometheusApi.member(asked, "series"))).hasSize(3);
            assertThat(PrometheusApi.map(PrometheusApi.member(asked, "flags"))).isNotNull();
            assertThat(PrometheusApi.map(PrometheusApi.member(asked, "metadata"))).isNotNull();
        }
        assertThat(strings(answers, "metrics")).contains("pushed", "pushed_total");
        assertThat(strings(answers, "labels")).contains("instance", "job", "path");
        assertThat(strings(answers, "values")).containsExactlyInAnyOrder("a:1", "b:2");
        assertThat(strings(answers, "grouping")).contains("instance", "job", "path");
    }

    @Test
    void grafanasDataSource_findsMetricsLabelsAndValues() throws IOException {
        NodeClient client = NodeClient.install("grafana", folder);
        String _ = client.node("build.cjs");
        Object answers = client.ask(server.url());
        for (String each : List.of("labelsClient", "seriesClient", "searchClient")) {
            Object found = PrometheusApi.member(answers, each);
            assertThat(strings(found, "metrics")).as(each).contains("pushed", "pushed_total");
            assertThat(strings(found, "labels")).as(each).contains("instance", "job", "path");
            assertThat(strings(found, "values")).as(each).containsExactly("a:1", "b:2");
            assertThat(strings(found, "unusual")).as(each).containsExactly("yes");
        }
        assertThat(strings(answers, "asked"))
                .allMatch(request -> request.startsWith("200 "))
                .contains("200 /api/v1/search/metric_names", "200 /api/v1/labels")
                .contains("200 /api/v1/label/U__dots_2e_in_2e_it/values", "200 /api/v1/series");
    }

    private static List<String> strings(Object answers, String name) {
        return PrometheusApi.list(PrometheusApi.member(answers, name)).stream()
                .map(String.class::cast)
                .toList();
    }
}
