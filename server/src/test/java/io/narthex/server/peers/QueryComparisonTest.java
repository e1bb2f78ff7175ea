package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.peers.ComparedQuery.Expected;
import io.narthex.testkit.PrometheusApi;
import io.narthex.tsdb.TsdbOptions;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Hundreds of queries over the same samples, sent to both servers in the same bytes: Prometheus
/// 2.42 and Narthex agree, or differ for a reason that is written down.
class QueryComparisonTest {
    private static final int ENOUGH_QUERIES = 300;
    private static final int ENOUGH_SERIES = 300;
    private static final long SLICE_MILLIS = Duration.ofMinutes(10).toMillis();

    @TempDir private static Path folder = Path.of("");

    private static ServerPair servers;

    @BeforeAll
    static void bothAreSentTheSame() throws IOException {
        ServerPair.require();
        servers = loaded(folder);
    }

    @AfterAll
    static void close() {
        if (servers != null) {
            servers.close();
        }
    }

    /// Both servers, with all samples.
    static ServerPair loaded(Path folder) throws IOException {
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        EngineOptions limits = EngineOptions.DEFAULTS;
        // What 2.42 calls holt_winters is experimental now.
        EngineOptions engine =
                limits.withFeatures(
                        EngineFeatures.STABLE
                                .withPerStepStats(true)
                                .withParser(new ParserOptions(true, false, false)));
        ServerOptions receiving =
                new ServerOptions(
                        http, engine, false, TsdbOptions.DEFAULTS, true, false, null, Map.of());
        ServerPair pair =
                ServerPair.start(
                        folder,
                        "global: {}\n",
                        receiving,
                        "--web.enable-remote-write-receiver",
                        "--enable-feature=promql-per-step-stats");
        boolean done = false;
        try {
            for (byte[] request : WriteRequests.of(SeededSamples.all(), SLICE_MILLIS)) {
                for (PrometheusApi api : List.of(pair.prometheus(), pair.narthex())) {
                    assertThat(api.write(request).statusCode()).isEqualTo(204);
                }
            }
            done = true;
        } finally {
            if (!done) {
                pair.close();
            }
        }
        return pair;
    }

    @Test
    void storedSamples_areTheSame() {
        double end = SeededSamples.BEGIN.plus(SeededSamples.LENGTH).getEpochSecond() + 0.5;
        Map<String, Object> all = Map.of("query", "{__name__=~\".+\"}[151m]", "time", end);
        Answer prometheus = Answer.of(servers.prometheus().get("api/v1/query", all));
        Answer narthex = Answer.of(servers.narthex().get("api/v1/query", all));
        assertThat(prometheus.series()).hasSizeGreaterThanOrEqualTo(ENOUGH_SERIES);
        assertThat(narthex.series()).isEqualTo(prometheus.series());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void answers_agree(ComparedQuery query) {
        Comparison comparison = Comparison.of(servers, query);
        assertThat(comparison.problems()).as(query.query()).isEmpty();
        assertThat(comparison.countsAgree())
                .as("samples looked at by %s", query.query())
                .isEqualTo(!ComparedQuery.countedOtherwise().containsKey(query.query()));
    }

    /// What is claimed here of a query is false, and has to be found out.
    @ParameterizedTest
    @CsvSource({
        "no_such_metric, POINTS, ,",
        "up, EMPTY, ,",
        "up, ERROR, ,",
        "rate(up), POINTS, ,",
        "up, POINTS, left-open,",
        "up, POINTS, left-open, up",
        "up[300], POINTS, numbers-are-durations, up[6m]",
        "up offset 60, POINTS, numbers-are-durations, rate(up[5m])",
        "up offset 60, POINTS, numbers-are-durations, up offset 60",
    })
    void comparison_falseClaim_isAProblem(
            String query, Expected expected, @Nullable String cause, @Nullable String words) {
        ComparedQuery claim = new ComparedQuery(query, expected, cause, words);
        assertThat(Comparison.of(servers, claim).problems()).isNotEmpty();
    }

    @Test
    void queries_areManyAndDistinct() {
        List<ComparedQuery> queries = queries();
        assertThat(queries).hasSizeGreaterThanOrEqualTo(ENOUGH_QUERIES);
        assertThat(queries.stream().map(ComparedQuery::query)).doesNotHaveDuplicates();
    }

    @Test
    void intendedDifferences_areAllUsed() {
        Set<String> used =
                queries().stream()
                        .map(ComparedQuery::cause)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        assertThat(ComparedQuery.causes().keySet()).isEqualTo(used);
    }

    static List<ComparedQuery> queries() {
        return ComparedQuery.all();
    }
}
