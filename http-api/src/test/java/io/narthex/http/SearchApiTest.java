package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;
import io.narthex.model.MetricType;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

class SearchApiTest {
    private static final String API = "/api/v1/search/";
    private static final String END = "{\"status\":\"success\",\"has_more\":false}\n";
    private static final long NOW = 10_000_000;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        TestServer.OPTIONS,
                        TestServer.answering(_ -> new Value.Scalar(0, 1)),
                        services ->
                                services.clock(InstantSource.fixed(Instant.ofEpochMilli(NOW)))
                                        .targets(new Told())
                                        .search(new SearchOptions(true, 3)));
        try (Appender appender = server.store.appender()) {
            for (String[] labels :
                    new String[][] {
                        {Labels.NAME, "up", "job", "a"},
                        {Labels.NAME, "group", "job", "b"},
                        {Labels.NAME, "Upper", "zone", "c"},
                        {Labels.NAME, "other", "job", "d"},
                    }) {
                appender.append(appender.resolve(Labels.of(labels)), NOW - 1000, 1);
            }
            appender.commit();
        }
    }

    @AfterAll
    static void close() {
        server.close();
    }

    /// What one target says.
    private static final class Told implements TargetsView {
        @Override
        public List<ActiveTarget> active() {
            return List.of();
        }

        @Override
        public List<DroppedTarget> dropped() {
            return List.of();
        }

        @Override
        public List<TargetMetadata> metadata(@Nullable String metric) {
            return List.of(
                    new TargetMetadata(
                            Labels.empty(),
                            List.of(new MetricMetadata("up", MetricType.GAUGE, "Health.", ""))));
        }
    }

    private static String search(String what) throws Exception {
        HttpResponse<String> answer = server.get(API + what);
        assertThat(answer.headers().firstValue("Content-Type"))
                .as(answer.body())
                .hasValue("application/x-ndjson; charset=utf-8");
        return answer.body();
    }

    @Test
    void metricNames_areScoredAndDescribed() throws Exception {
        assertThat(
                        search(
                                "metric_names?search[]=up&sort_by=score&include_score=true"
                                        + "&include_metadata=1"))
                .isEqualTo(
                        "{\"results\":[{\"name\":\"up\",\"score\":1,\"type\":\"gauge\","
                                + "\"help\":\"Health.\"},"
                                + "{\"name\":\"group\",\"score\":0.84915}]}\n"
                                + END);
        assertThat(search("metric_names?search[]=up&search[]=oth&case_sensitive=false"))
                .isEqualTo(
                        "{\"results\":[{\"name\":\"Upper\"},{\"name\":\"group\"},"
                                + "{\"name\":\"other\"}]}\n"
                                + "{\"status\":\"success\",\"has_more\":true}\n");
        assertThat(search("metric_names?search[]=up&fuzz_threshold=90"))
                .isEqualTo("{\"results\":[{\"name\":\"up\"}]}\n" + END);
        assertThat(search("metric_names?search[]=ohter&fuzz_alg=jarowinkler&fuzz_threshold=90"))
                .isEqualTo("{\"results\":[{\"name\":\"other\"}]}\n" + END);
    }

    @Test
    void labels_comeInBatches() throws Exception {
        assertThat(search("label_names?sort_by=alpha&sort_dir=dsc&batch_size=2"))
                .isEqualTo(
                        "{\"results\":[{\"name\":\"zone\"},{\"name\":\"job\"}]}\n"
                                + "{\"results\":[{\"name\":\"__name__\"}]}\n"
                                + END);
        assertThat(search("label_values?label=job&match[]=up&match[]=%7Bjob=%22d%22%7D"))
                .isEqualTo("{\"results\":[{\"value\":\"a\"},{\"value\":\"d\"}]}\n" + END);
        assertThat(search("label_values?label=none")).isEqualTo("{\"results\":[]}\n" + END);
        assertThat(search("label_values?label=job&end=9000")).isEqualTo("{\"results\":[]}\n" + END);
        assertThat(server.form(API + "label_values", "label=zone").body())
                .isEqualTo("{\"results\":[{\"value\":\"c\"}]}\n" + END);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "label_values|missing required parameter \\\"label\\\"",
                "label_names?limit=4|limit 4 exceeds the configured maximum (3, see"
                        + " --web.search.max-limit)",
                "label_names?limit=0|invalid limit \\\"0\\\": must be a positive integer",
                "label_names?batch_size=x|invalid batch_size \\\"x\\\": must be a positive integer",
                "label_names?fuzz_threshold=101|invalid fuzz_threshold \\\"101\\\": must be 0-100",
                "label_names?fuzz_alg=x|unsupported fuzz_alg \\\"x\\\": must be one of [subsequence"
                        + " jarowinkler]",
                "label_names?case_sensitive=x|invalid case_sensitive \\\"x\\\": must be boolean",
                "label_names?sort_by=score|sort_by=score requires search[] to be set",
                "label_names?sort_by=x|invalid sort_by \\\"x\\\" for label_names: must be"
                        + " \\\"alpha\\\" or \\\"score\\\"",
                "label_names?sort_dir=asc|sort_dir is only valid when sort_by is set",
                "label_names?start=2&end=1|end timestamp must not be before start timestamp",
                "label_names?start=x|invalid time value for 'start': cannot parse \\\"x\\\" to a"
                        + " valid timestamp",
            })
    void wrongParameters_areRefused(String what, String error) throws Exception {
        HttpResponse<String> answer = server.get(API + what);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\""
                                + error
                                + "\"}");
    }

    @Test
    void tooManyTerms_areRefused() throws Exception {
        String term = "&search[]=" + URLEncoder.encode("x", StandardCharsets.UTF_8);
        assertThat(server.get(API + "label_names?" + term.repeat(33).substring(1)).body())
                .contains("too many search[] terms: got 33, maximum is 32");
    }

    @Test
    void search_isOffByDefault() throws Exception {
        try (TestServer plain =
                TestServer.start(TestServer.answering(_ -> new Value.Scalar(0, 1)))) {
            HttpResponse<String> answer = plain.get(API + "label_names");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body())
                    .contains("\"errorType\":\"unavailable\",\"error\":\"search API disabled\"");
        }
    }
}
