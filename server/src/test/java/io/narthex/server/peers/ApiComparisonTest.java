package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.promql.EngineOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.peers.SeededSeries.Reading;
import io.narthex.server.peers.SeededSeries.Rhythm;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;
import io.narthex.tsdb.TsdbOptions;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Hundreds of requests to all endpoints, with good and bad parameters, sent to Debian's Prometheus
/// 2.42 and to Narthex, which have the same samples, targets and rules: status, type and every
/// field of the answers agree, or differ for a reason that is written down.
class ApiComparisonTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final int ENOUGH_REQUESTS = 300;
    private static final Duration LENGTH = Duration.ofMinutes(30);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// `$5` is five minutes after the begin of the samples.
    private static final Pattern TIME = Pattern.compile("\\$(\\d+)");

    /// What is another time for each server.
    private static final Set<String> TIMES =
            Set.of(
                    "lastScrape",
                    "lastScrapeDuration",
                    "lastEvaluation",
                    "evaluationTime",
                    "activeAt");

    @TempDir private static Path folder = Path.of("");

    private static ServerPair servers;
    private static FixedTimesExporter exporter;
    private static Instant begin;

    @BeforeAll
    static void bothHaveTheSame() throws IOException {
        ServerPair.require();
        begin = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(40));
        exporter = new FixedTimesExporter(begin.plus(Duration.ofMinutes(5)));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerOptions receiving =
                new ServerOptions(
                        HttpServerOptions.DEFAULTS.withListen(any),
                        EngineOptions.DEFAULTS,
                        false,
                        TsdbOptions.DEFAULTS,
                        true,
                        false,
                        null,
                        Map.of());
        servers =
                ServerPair.start(
                        folder, configuration(), receiving, "--web.enable-remote-write-receiver");
        for (byte[] request : WriteRequests.of(samples(), Duration.ofMinutes(10).toMillis())) {
            assertThat(servers.prometheus().write(request).statusCode()).isEqualTo(204);
            assertThat(servers.narthex().write(request).statusCode()).isEqualTo(204);
        }
        for (PrometheusApi api : List.of(servers.prometheus(), servers.narthex())) {
            servers.program().await("a scrape and a rule", () -> isBusy(api));
        }
    }

    @AfterAll
    static void close() {
        if (servers != null) {
            servers.close();
        }
        if (exporter != null) {
            exporter.close();
        }
    }

    private static boolean isBusy(PrometheusApi api) {
        String targets = api.get("api/v1/targets", Map.of()).body();
        String rules = api.get("api/v1/rules", Map.of()).body();
        return targets.contains("\"health\":\"down\"")
                && targets.contains("\"health\":\"up\"")
                && api.vector("count(last_over_time(visits_total[1h]))", Double.NaN)
                        .containsValue(2.0)
                && !targets.contains("\"health\":\"unknown\"")
                && rules.contains("\"health\":\"ok\"")
                && rules.contains("\"state\":\"pending\"")
                && !rules.contains("\"health\":\"unknown\"");
    }

    private static String configuration() throws IOException {
        Path rules =
                Files.writeString(
                        folder.resolve("rules.yml"),
                        """
                        groups:
                          - name: first
                            interval: 1s
                            rules:
                              - record: one
                                expr: vector(1)
                                labels: {kind: recorded}
                              - alert: Waiting
                                expr: vector(1) > 0
                                for: 1h
                                labels: {severity: "<page>"}
                                annotations: {summary: "at {{ $value }} & rising"}
                          - name: second
                            interval: 1s
                            rules:
                              - alert: Never
                                expr: vector(1) < 0
                        """);
        return """
        global:
          external_labels: {dc: seoul}
        rule_files: [%s]
        scrape_configs:
          - job_name: down
            scrape_interval: 1s
            static_configs:
              - targets: ["127.0.0.1:1"]
                labels: {team: a}
          - job_name: fixed
            scrape_interval: 1s
            static_configs:
              - targets: ["%s"]
          - job_name: dropped
            static_configs:
              - targets: ["127.0.0.1:1"]
            relabel_configs:
              - {source_labels: [job], regex: dropped, action: drop}
        """
                .formatted(rules, exporter.address());
    }

    private static List<SeededSeries> samples() {
        List<SeededSeries> all = new ArrayList<>();
        for (String handler : List.of("/", "/items", "/login")) {
            for (String code : List.of("200", "404", "500")) {
                add(all, "requests_total", Map.of("handler", handler, "code", code), s -> s * 7.0);
            }
        }
        for (String le : List.of("0.1", "1", "+Inf")) {
            add(all, "seconds_bucket", Map.of("le", le), s -> s * (le.length() + 1.0));
        }
        add(all, "temperature", Map.of("room", "a"), s -> 20 + s % 5 / 10.0);
        add(all, "temperature", Map.of("room", "b"), s -> -3 - s % 7);
        add(all, "odd", Map.of("kind", "nan"), _ -> Double.NaN);
        add(all, "odd", Map.of("kind", "inf"), _ -> Double.POSITIVE_INFINITY);
        add(all, "odd", Map.of("kind", "tiny"), _ -> 1.5e-9);
        add(all, "odd", Map.of("kind", "huge"), _ -> -2.5e30);
        add(all, "odd", Map.of("kind", "zero"), _ -> -0.0);
        add(all, "words", Map.of("text", "<a> & \"b\" \\ ü\n"), s -> s);
        return all;
    }

    private static void add(
            List<SeededSeries> all, String name, Map<String, String> labels, Reading reading) {
        Map<String, String> set = new TreeMap<>(labels);
        set.put("__name__", name);
        Rhythm rhythm = new Rhythm(15_000, 137, 0);
        all.add(
                SeededSeries.of(
                        set,
                        begin.toEpochMilli(),
                        LENGTH.toMillis(),
                        rhythm,
                        _ -> true,
                        false,
                        reading));
    }

    @Test
    void answers_agree_butForWhatIsIntended() throws Exception {
        List<IntendedDifference> intended = IntendedDifference.all();
        Set<String> used = new TreeSet<>();
        List<String> problems = new ArrayList<>();
        int asked = 0;
        for (ComparedRequest request : ComparedRequest.all()) {
            for (String target : request.targets()) {
                asked++;
                String there = answer(servers.prometheus(), request, target);
                String here = answer(servers.narthex(), request, target);
                for (IntendedDifference difference : intended) {
                    String rewritten = difference.apply(there);
                    if (!rewritten.equals(there)) {
                        used.add(difference.cause());
                    }
                    there = rewritten;
                }
                if (request.cause() != null) {
                    used.add(request.cause());
                }
                if (there.equals(here) != (request.cause() == null)) {
                    problems.add("there: %s%n here: %s%n".formatted(there, here));
                }
            }
        }
        assertThat(problems).as("of %d answers", asked).isEmpty();
        assertThat(asked).isGreaterThanOrEqualTo(ENOUGH_REQUESTS);
        assertThat(used)
                .isEqualTo(
                        intended.stream()
                                .map(IntendedDifference::cause)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /// Debian's `promtool query` prints the same of both.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "instant --time=$5 URL requests_total{code=\"404\"}",
                "instant --time=$5 -o json URL temperature",
                "instant --time=$5 URL words",
                "instant --time=$5 URL temperature[1m]",
                "instant --time=$5 URL scalar(temperature{room=\"a\"})",
                "range --start=$5 --end=$10 --step=60s URL temperature",
                "series --match=temperature --match=odd{kind=\"tiny\"} --start=$0 --end=$30 URL",
                "labels --start=$0 --end=$30 URL handler",
            })
    void promtool_printsTheSame(String arguments) throws IOException {
        ExternalProgram.require(PROMTOOL, "prometheus");
        String there = promtool(servers.prometheus(), arguments);
        assertThat(there).isNotBlank();
        assertThat(promtool(servers.narthex(), arguments)).isEqualTo(there);
    }

    private static String promtool(PrometheusApi server, String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString(), "query"));
        String url = server.uri("").toString();
        for (String argument : times(arguments).replace("URL", url).split(" ")) {
            command.add(argument);
        }
        Path log = Files.createTempFile(folder, "promtool", ".log");
        try (ExternalProgram program = ExternalProgram.start(log, Map.of(), command)) {
            return program.finish();
        }
    }

    /// The request, and what is answered: status, type, body.
    private static String answer(PrometheusApi server, ComparedRequest request, String target)
            throws IOException, InterruptedException {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String form = question < 0 ? "" : form(target.substring(question + 1));
        boolean posts = request.method().equals("POST");
        URI uri = server.uri(posts || form.isEmpty() ? path : path + "?" + form);
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(30))
                        .method(
                                request.method(),
                                posts ? BodyPublishers.ofString(form) : BodyPublishers.noBody());
        if (posts) {
            builder.header("Content-Type", "application/x-www-form-urlencoded");
        }
        HttpResponse<String> response = CLIENT.send(builder.build(), BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        return "%s %s: %d %s ".formatted(request.method(), target, response.statusCode(), type)
                + " "
                + (response.body().startsWith("{")
                        ? plain(PrometheusApi.json(response.body()), request.shapeOnly())
                        : response.body());
    }

    private static String form(String query) {
        return Arrays.stream(query.split("&"))
                .map(
                        pair -> {
                            int equals = pair.indexOf('=');
                            return escape(pair.substring(0, equals))
                                    + "="
                                    + escape(times(pair.substring(equals + 1)));
                        })
                .collect(Collectors.joining("&"));
    }

    private static String times(String text) {
        return TIME.matcher(text)
                .replaceAll(
                        minutes ->
                                Matcher.quoteReplacement(
                                        begin.getEpochSecond()
                                                + 60 * Long.parseLong(minutes.group(1))
                                                + ".5"));
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// JSON in a form that can be compared: members sorted, times that are each server's own left
    /// out, and hints, which 2.42 does not have.
    private static @Nullable Object plain(@Nullable Object json, boolean shape) {
        return switch (json) {
            case Map<?, ?> object -> {
                Map<String, Object> members = new TreeMap<>();
                PrometheusApi.map(object)
                        .forEach(
                                (name, value) ->
                                        members.put(
                                                name,
                                                TIMES.contains(name)
                                                        ? "a time"
                                                        : String.valueOf(plain(value, shape))));
                members.remove("infos");
                yield new LinkedHashMap<>(members);
            }
            case List<?> list when shape ->
                    list.stream()
                            .map(e -> String.valueOf(plain(e, true)))
                            .collect(Collectors.toCollection(TreeSet::new));
            case List<?> list -> list.stream().map(e -> String.valueOf(plain(e, false))).toList();
            case null -> null;
            default -> shape ? json.getClass().getSimpleName() : json;
        };
    }
}
