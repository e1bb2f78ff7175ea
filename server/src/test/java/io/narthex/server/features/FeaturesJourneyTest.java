package io.narthex.server.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.Configuration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Experimental parts of the language at every endpoint that reads a query, with their flag and
/// without.
class FeaturesJourneyTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static NarthexServer start(List<String> features) {
        ServerOptions o =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        ServerOptions options =
                new ServerOptions(
                        o.http(),
                        o.engine().withFeatures(EnabledFeatures.of(features).engine()),
                        false,
                        o.storage(),
                        false,
                        false,
                        null,
                        Map.of());
        return NarthexServer.start(options, Configuration.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "promql-experimental-functions | limitk(1, x) | promql_operators | limitk | 1:1:"
                        + " parse error: limitk() is experimental and must be enabled with"
                        + " --enable-feature=promql-experimental-functions",
                "promql-experimental-functions | sum(info(x)) | promql_functions | info | 1:5:"
                        + " parse error: function \"info\" is not enabled",
                "promql-extended-range-selectors | rate(x[5m] anchored) | promql | anchored | 1:6:"
                        + " parse error: anchored modifier is experimental and not enabled",
                "promql-extended-range-selectors | x smoothed | promql | smoothed | 1:1:"
                        + " parse error: smoothed modifier is experimental and not enabled",
                "promql-binop-fill-modifiers | x + fill(0) y | promql | fill_left | 1:1: parse"
                        + " error: binop fill modifiers are experimental and not enabled",
            })
    void syntax_needsItsFlagEverywhere(
            String flag, String query, String category, String feature, String error)
            throws Exception {
        try (NarthexServer server = start(List.of())) {
            assertThat(get(server, "features").body())
                    .containsPattern(shown(category, feature, false));
            for (String endpoint : List.of("query", "explain", "format_query", "parse_query")) {
                HttpResponse<String> answer = ask(server, endpoint, query);
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.body())
                        .contains(
                                "invalid parameter \\\"query\\\": " + error.replace("\"", "\\\""));
            }
        }
        try (NarthexServer server = start(List.of(flag))) {
            assertThat(get(server, "features").body())
                    .containsPattern(shown(category, feature, true));
            for (String endpoint : List.of("query", "explain", "format_query", "parse_query")) {
                assertThat(ask(server, endpoint, query).statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "promql-delayed-name-removal, promql, delayed_name_removal",
        "type-and-unit-labels, promql, type_and_unit_labels",
        "type-and-unit-labels, scrape, type_and_unit_labels",
    })
    void features_showWhatIsOn(String flag, String category, String feature) throws Exception {
        try (NarthexServer server = start(List.of())) {
            assertThat(get(server, "features").body())
                    .startsWith("{\"status\":\"success\",\"data\":{\"api\":{")
                    .containsPattern(shown(category, feature, false))
                    .contains("\"promql_operators\":{\"!=\":true,\"!~\":true,\"%\":true");
        }
        try (NarthexServer server = start(List.of(flag))) {
            assertThat(get(server, "features").body())
                    .containsPattern(shown(category, feature, true));
        }
    }

    private static String shown(String category, String feature, boolean on) {
        return "\"" + category + "\":\\{[^}]*\"" + feature + "\":" + on;
    }

    private static HttpResponse<String> ask(NarthexServer server, String endpoint, String query)
            throws IOException, InterruptedException {
        return get(server, endpoint + "?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> get(NarthexServer server, String path)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.url() + "api/v1/" + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
