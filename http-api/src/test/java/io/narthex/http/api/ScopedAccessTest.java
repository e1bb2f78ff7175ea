package io.narthex.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.BodyHandler;
import io.narthex.http.HttpServer;
import io.narthex.http.HttpServerOptions;
import io.narthex.http.HttpServices;
import io.narthex.http.StatusView;
import io.narthex.http.TargetsView;
import io.narthex.http.security.Scope;
import io.narthex.http.security.TestTokens;
import io.narthex.model.Appender;
import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;
import io.narthex.model.MetricType;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Whatever a token with labels asks for, no answer holds a label value of series that are not its
/// own. All of those hold one word.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopedAccessTest {
    private static final BodyHandler RECEIVER = (_, _) -> new BodyHandler.Reply(204, Map.of(), "");

    private static final String FOREIGN = "FOREIGN";

    /// What such a token may ask for. A route that is new is refused until it stands here.
    private static final TreeSet<String> OPEN =
            new TreeSet<>(
                    List.of(
                            "/-/healthy",
                            "/-/ready",
                            "/api/v1/dashboards",
                            "/api/v1/dashboards/{}/grafana",
                            "/api/v1/explain",
                            "/api/v1/features",
                            "/api/v1/format_query",
                            "/api/v1/label/{}/values",
                            "/api/v1/labels",
                            "/api/v1/metadata",
                            "/api/v1/openapi.yaml",
                            "/api/v1/parse_query",
                            "/api/v1/query",
                            "/api/v1/query_cost",
                            "/api/v1/query_exemplars",
                            "/api/v1/query_range",
                            "/api/v1/scrape_pools",
                            "/api/v1/series",
                            "/api/v1/status/buildinfo",
                            "/api/v1/targets",
                            "/api/v1/targets/metadata",
                            "/federate",
                            "/version"));

    private static final List<String> SELECTORS =
            List.of(
                    "{__name__=~\".+\"}",
                    "{team!=\"\"}",
                    "{team=~\"FOREI.+\"}",
                    "{team=\"\"}",
                    "{__name__!=\"\",team!~\"a|b\"}",
                    "m0",
                    "m1{host=~\"(F|x).*\"}",
                    "{secret=~\".+\"}",
                    "target_info");

    private static final List<String> QUERIES =
            List.of(
                    "<1>",
                    "sum by (team, host) (<1>)",
                    "<1> or <2>",
                    "<1> unless on (host) <2>",
                    "<1> * on (n) group_left (team, host, secret) max by (n, team, host, secret)"
                            + " (<2>)",
                    "count_values(\"v\", <1>)",
                    "label_join(<1>, \"j\", \"-\", \"team\", \"host\", \"secret\")",
                    "label_replace(<1>, \"r\", \"$1\", \"host\", \"(.*)\")",
                    "topk(3, <1>)",
                    "quantile(0.5, <1>) without (n)",
                    "absent(<1>)",
                    "rate(<1>[5m])",
                    "last_over_time(<1>[10m:1m] offset 1m)",
                    "<1>[10m]",
                    "sort_by_label(<1>, \"team\")",
                    "info(<1>)",
                    "limitk(2, <1>)",
                    "histogram_quantile(0.9, <1>)",
                    "<1> * on (n) <2>",
                    "<1> + ignoring (team) <2>");

    private final QueryEngine engine =
            new QueryEngine(
                    EngineOptions.DEFAULTS.withFeatures(
                            EngineOptions.DEFAULTS.features().withParser(ParserOptions.ALL)));

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    void close() {
        client.close();
        engine.close();
    }

    /// A server over random series; a third of them are in the scope.
    private HttpServer server(RandomGenerator random, Scope scope) {
        ListStore store = new ListStore();
        List<Labels> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(labels(random, i));
        }
        try (Appender appender = store.appender()) {
            for (Labels labels : new TreeSet<>(all)) {
                long ref = appender.resolve(labels);
                for (int t = 0; t < 20; t++) {
                    appender.append(ref, t * 60_000L, random.nextInt(5));
                }
            }
            appender.commit();
        }
        HttpServices services =
                HttpServices.builder(engine::prepare, store)
                        .syntax(ParserOptions.ALL)
                        .exemplars(
                                (mint, maxt, selectors) ->
                                        all.stream()
                                                .filter(l -> isSelected(l, selectors))
                                                .map(ScopedAccessTest::exemplar)
                                                .toList())
                        .targets(new AllTargets(all))
                        .status(new TellingStatus())
                        .receiver("/api/v1/import/prometheus", RECEIVER)
                        .receiver("/api/v1/otlp/v1/metrics", RECEIVER)
                        .dashboards(new TellingDashboards(FOREIGN))
                        .advisor((_, _, _) -> List.of(FOREIGN))
                        .clock(() -> Instant.ofEpochSecond(1000))
                        .build();
        return HttpServer.start(
                HttpServerOptions.DEFAULTS
                        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withSecurity(() -> TestTokens.with(scope)),
                services);
    }

    private static Labels labels(RandomGenerator random, int i) {
        String own = random.nextBoolean() ? "a" : "b";
        boolean foreign = random.nextInt(3) > 0;
        Map<String, String> labels = new TreeMap<>();
        labels.put(Labels.NAME, random.nextInt(4) == 0 ? "target_info" : "m" + random.nextInt(2));
        labels.put("n", "" + random.nextInt(4));
        labels.put("host", (foreign ? FOREIGN : "x") + random.nextInt(3));
        labels.put("job", "j" + random.nextInt(2));
        labels.put("instance", "i" + random.nextInt(2));
        labels.put("env", "prod");
        if (foreign) {
            if (random.nextBoolean()) {
                labels.put("team", random.nextBoolean() ? FOREIGN : "c");
            }
            labels.put("secret", FOREIGN + i);
        } else {
            labels.put("team", own);
        }
        return Labels.of(labels);
    }

    private static boolean isSelected(Labels labels, List<List<LabelMatcher>> selectors) {
        return selectors.stream()
                .anyMatch(
                        set -> set.stream().allMatch(m -> m.matches(labels.getOrEmpty(m.name()))));
    }

    private static ExemplarSeries exemplar(Labels labels) {
        return new ExemplarSeries(
                labels,
                List.of(new Exemplar(Labels.of("trace", labels.getOrEmpty("host")), 1, 1, true)));
    }

    private record AllTargets(List<Labels> all) implements TargetsView {
        @Override
        public List<ActiveTarget> active() {
            return all.stream()
                    .map(
                            l ->
                                    new ActiveTarget(
                                            Labels.of("team", FOREIGN),
                                            l,
                                            "pool-" + l.getOrEmpty("host"),
                                            "http://" + l.getOrEmpty("host"),
                                            "http://" + l.getOrEmpty("host"),
                                            "",
                                            "",
                                            null,
                                            Duration.ZERO,
                                            "up",
                                            Duration.ofSeconds(1),
                                            Duration.ofSeconds(1)))
                    .toList();
        }

        @Override
        public List<DroppedTarget> dropped() {
            return List.of(new DroppedTarget(Labels.of("team", FOREIGN), FOREIGN));
        }

        @Override
        public List<TargetMetadata> metadata(@Nullable String metric) {
            return all.stream()
                    .map(
                            l ->
                                    new TargetMetadata(
                                            l,
                                            List.of(
                                                    new MetricMetadata(
                                                            "m" + l.getOrEmpty("host"),
                                                            MetricType.GAUGE,
                                                            "",
                                                            l.getOrEmpty("host")))))
                    .toList();
        }
    }

    private static final class TellingStatus implements StatusView {
        @Override
        public BuildInfo buildInfo() {
            return new BuildInfo("3.14.0", "", "", "", "", "");
        }

        @Override
        public String configYaml() {
            return FOREIGN;
        }

        @Override
        public Map<String, String> flags() {
            return Map.of("x", FOREIGN);
        }

        @Override
        public RuntimeInfo runtimeInfo() {
            throw new IllegalStateException(FOREIGN);
        }
    }

    private static String form(RandomGenerator random) {
        String text =
                QUERIES.get(random.nextInt(QUERIES.size()))
                        .replace("<1>", selector(random))
                        .replace("<2>", selector(random));
        StringBuilder form = new StringBuilder();
        add(form, "query", text);
        add(form, "match[]", selector(random));
        if (random.nextBoolean()) {
            add(form, "match[]", selector(random));
        }
        add(form, "start", "0");
        add(form, "end", "1200");
        add(form, "step", "60");
        add(form, "time", "900");
        add(form, "limit", "" + random.nextInt(20));
        if (random.nextBoolean()) {
            add(form, "match_target", "{team!=\"\"}");
        }
        add(form, "analyze", random.nextBoolean() ? "true" : "false");
        return form.toString();
    }

    private static String selector(RandomGenerator random) {
        return SELECTORS.get(random.nextInt(SELECTORS.size()));
    }

    private static void add(StringBuilder form, String name, String value) {
        form.append(form.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> ask(
            HttpServer server, String token, String method, String path, String form) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.port() + path + "?" + form))
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.noBody());
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void answers_toAScopedToken_holdNothingOfOthers() {
        List<Route> routes =
                Routes.table(
                        HttpServerOptions.DEFAULTS,
                        HttpServices.builder(engine::prepare, new ListStore()).build());
        Map<String, Integer> answered = new TreeMap<>();
        Seeds.forEach(
                2,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    Scope scope =
                            seed % 2 == 0
                                    ? new Scope(List.of(LabelMatcher.equal("team", "a")))
                                    : new Scope(
                                            List.of(
                                                    LabelMatcher.equal("env", "prod"),
                                                    new LabelMatcher(
                                                            LabelMatcher.Type.REGEX,
                                                            "team",
                                                            "a|b")));
                    try (HttpServer server = server(random, scope)) {
                        for (Route route : routes) {
                            int times = OPEN.contains(route.path()) ? 15 : 1;
                            for (int i = 0; i < times; i++) {
                                one(server, route, random, answered);
                            }
                        }
                    }
                });
        System.out.println("answers with 200 to a scoped token: " + answered);
        assertThat(answered.keySet()).isEqualTo(OPEN);
    }

    private void one(
            HttpServer server, Route route, RandomGenerator random, Map<String, Integer> answered) {
        String[] names = {"team", "host", "secret", "__name__", "n"};
        String path = route.path().replace("{}", names[random.nextInt(names.length)]);
        String method = List.copyOf(route.methods()).get(random.nextInt(route.methods().size()));
        String form = form(random);
        HttpResponse<String> answer = ask(server, "scoped", method, path, form);
        String shown = method + " " + path + "?" + form;
        assertThat(answer.body()).as(shown).doesNotContain(FOREIGN);
        assertThat(answer.headers().map().toString()).as(shown).doesNotContain(FOREIGN);
        if (!OPEN.contains(route.path())) {
            assertThat(answer.statusCode()).as(shown).isEqualTo(403);
            if (!method.equals("HEAD")) {
                assertThat(answer.body()).contains("\"errorType\":\"forbidden\"");
            }
        } else if (answer.statusCode() == 200) {
            answered.merge(route.path(), 1, Integer::sum);
        }
    }

    /// The test itself sees what it looks for where nothing is hidden.
    @Test
    void answers_toOthers_holdEverything() {
        try (HttpServer server = server(Seeds.random(1), Scope.ALL)) {
            String form = "query=%7B__name__=~%22.%2B%22%7D&match%5B%5D=%7B__name__=~%22.%2B%22%7D";
            for (String path :
                    List.of(
                            "query",
                            "series",
                            "label/secret/values",
                            "query_exemplars",
                            "targets",
                            "metadata",
                            "targets/metadata",
                            "status/config",
                            "dashboards",
                            "dashboards/a/grafana",
                            "scrape_pools")) {
                assertThat(
                                ask(server, "reader", "GET", "/api/v1/" + path, form + "&time=900")
                                        .body())
                        .as(path)
                        .contains(FOREIGN);
            }
            assertThat(ask(server, "reader", "GET", "/federate", form).body()).contains(FOREIGN);
        }
    }

    @Test
    void roles_mayWhatTheTableSays() {
        try (HttpServer server = server(Seeds.random(1), Scope.ALL)) {
            assertThat(status(server, "reader", "GET", "/api/v1/query")).isEqualTo(400);
            assertThat(status(server, "reader", "POST", "/api/v1/query")).isEqualTo(400);
            assertThat(status(server, "reader", "GET", "/metrics")).isEqualTo(200);
            assertThat(status(server, "reader", "POST", "/api/v1/write")).isEqualTo(403);
            assertThat(status(server, "reader", "DELETE", "/api/v1/query/1")).isEqualTo(403);
            assertThat(status(server, "reader", "POST", "/-/quit")).isEqualTo(403);
            assertThat(status(server, "reader", "POST", "/api/v1/admin/tsdb/snapshot"))
                    .isEqualTo(403);
            assertThat(status(server, "reader", "POST", "/api/v2/silences")).isEqualTo(403);
            assertThat(status(server, "writer", "POST", "/api/v1/write")).isEqualTo(404);
            for (String path : List.of("import/prometheus", "otlp/v1/metrics")) {
                assertThat(status(server, "writer", "POST", "/api/v1/" + path)).isEqualTo(204);
                assertThat(status(server, "reader", "POST", "/api/v1/" + path)).isEqualTo(403);
            }
            assertThat(status(server, "writer", "GET", "/api/v1/query")).isEqualTo(403);
            assertThat(status(server, "writer", "GET", "/-/healthy")).isEqualTo(200);
            assertThat(status(server, "admin", "POST", "/api/v1/admin/tsdb/snapshot"))
                    .isEqualTo(500);
            assertThat(status(server, "nobody", "GET", "/-/healthy")).isEqualTo(401);
        }
    }

    private int status(HttpServer server, String token, String method, String path) {
        return ask(server, token, method, path, "").statusCode();
    }
}
