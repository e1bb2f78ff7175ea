package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.Value;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;

class LabelsApiTest {
    private static final String SUCCESS = "{\"status\":\"success\",\"data\":";
    private static final String CUT = ",\"warnings\":[\"results truncated due to limit\"]}";

    private TestServer server;

    @BeforeEach
    void fill() {
        server = TestServer.start(TestServer.answering(_ -> new Value.Scalar(0, 1)));
        try (Appender appender = server.store.appender()) {
            for (String[] labels :
                    new String[][] {
                        {Labels.NAME, "up", "job", "b<b>"},
                        {Labels.NAME, "up", "job", "a"},
                        {Labels.NAME, "down", "http.status", "200"},
                    }) {
                appender.append(appender.resolve(Labels.of(labels)), 1_000_000, 1);
            }
            appender.commit();
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void labels_areSortedAndCutWithAWarning() throws Exception {
        assertThat(server.get("/api/v1/labels").body())
                .isEqualTo(SUCCESS + "[\"__name__\",\"http.status\",\"job\"]}");
        assertThat(server.form("/api/v1/labels", "limit=2").body())
                .isEqualTo(SUCCESS + "[\"__name__\",\"http.status\"]" + CUT);
        assertThat(server.form("/api/v1/labels", "limit=0&match[]=up").body())
                .isEqualTo(SUCCESS + "[\"__name__\",\"job\"]}");
        assertThat(server.get("/api/v1/labels?start=2000&end=3000").body())
                .isEqualTo(SUCCESS + "[]}");
    }

    @Test
    void labelValues_areTheUnionOverSelectors() throws Exception {
        assertThat(server.get("/api/v1/label/job/values").body())
                .isEqualTo(SUCCESS + "[\"a\",\"b\\u003cb\\u003e\"]}");
        assertThat(
                        server.get(
                                        "/api/v1/label/__name__/values?match[]=up"
                                                + "&match[]=%7B__name__%3D~%22do.*%22,%7D")
                                .body())
                .isEqualTo(SUCCESS + "[\"down\",\"up\"]}");
        assertThat(server.get("/api/v1/label/U__http_2e_status/values").body())
                .isEqualTo(SUCCESS + "[\"200\"]}");
        assertThat(server.get("/api/v1/label/http%2Estatus/values/").body())
                .isEqualTo(SUCCESS + "[\"200\"]}");
        assertThat(server.get("/api/v1/label/job/values?limit=1").body())
                .isEqualTo(SUCCESS + "[\"a\"]" + CUT);
        assertThat(server.get("/api/v1/label/nothing/values").body()).isEqualTo(SUCCESS + "[]}");
    }

    @Test
    void labelValues_ofNoName_areRefused() throws Exception {
        assertBad(server.get("/api/v1/label/%FF/values"), "invalid label name: \\\"\uFFFD\\\"");
    }

    @Test
    void series_areLabelSetsInOrder() throws Exception {
        String a = "{\"__name__\":\"up\",\"job\":\"a\"}";
        String b = "{\"__name__\":\"up\",\"job\":\"b<b>\"}";
        String down = "{\"__name__\":\"down\",\"http.status\":\"200\"}";
        assertThat(server.form("/api/v1/series", "match[]=up").body())
                .isEqualTo(SUCCESS + "[" + a + "," + b + "]}");
        assertThat(server.get("/api/v1/series?match[]=up&match[]=%7Bjob=%22a%22%7D").body())
                .isEqualTo(SUCCESS + "[" + a + "," + b + "]}");
        assertThat(server.get("/api/v1/series?limit=1&match[]=%7B__name__!=%22%22%7D").body())
                .isEqualTo(SUCCESS + "[" + down + "]" + CUT);
        assertThat(server.get("/api/v1/series?match[]=nothing").body()).isEqualTo(SUCCESS + "[]}");
    }

    @Test
    void badSelectors_areNamed() throws Exception {
        assertBad(server.get("/api/v1/series"), "no match[] parameter provided");
        assertBad(
                server.get("/api/v1/series?match[]=%7Bx=%22%22%7D"),
                "\"error\":\"invalid parameter \\\"match[]\\\": match[] must contain at least one"
                        + " non-empty matcher\"");
        assertBad(
                server.get("/api/v1/labels?match[]=%7Bx=~%22.*%22%7D"),
                "\"error\":\"match[] must contain at least one non-empty matcher\"");
        assertBad(server.get("/api/v1/series?match[]=up%7B"), "parse error");
        assertBad(
                server.get("/api/v1/labels?start=x"),
                "invalid parameter \\\"start\\\": invalid time value for 'start':"
                        + " cannot parse \\\"x\\\" to a valid timestamp");
    }

    private static void assertBad(HttpResponse<String> response, String error) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"")
                .contains(error);
    }
}
