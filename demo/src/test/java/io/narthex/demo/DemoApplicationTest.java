package io.narthex.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

class DemoApplicationTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private DemoApplication application;

    @BeforeEach
    void start() throws IOException {
        application = DemoApplication.start(0);
    }

    @AfterEach
    void stop() {
        application.close();
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /items,                 '',      200",
        "GET,    /items?offset=190,      '',      200",
        "GET,    /items?offset=x,        '',      422",
        "GET,    /items/1,               '',      200",
        "GET,    /items/500,             '',      200",
        "GET,    /items/501,             '',      404",
        "GET,    /items/99999,           '',      404",
        "GET,    /items/x,               '',      404",
        "POST,   /items,                 pencil,  201",
        "POST,   /items,                 '',      422",
        "GET,    /users/1,               '',      200",
        "GET,    /users/961,             '',      404",
        "GET,    /users/534,             '',      500",
        "POST,   /predict?model=small,   '1,2.5', 200",
        "POST,   /predict?model=large,   '',      200",
        "POST,   /predict?model=small,   'a',     422",
        "POST,   /predict?model=gone,    '1',     422",
        "DELETE, /items,                 '',      405",
        "GET,    /nowhere,               '',      404",
        "GET,    /items/1/more,          '',      404",
        "GET,    /health,                '',      200",
    })
    void serve_request_answersWithStatus(String method, String path, String body, int status)
            throws Exception {
        assertThat(call(method, path, body).statusCode()).isEqualTo(status);
    }

    @Test
    void create_name_canBeReadAgain() throws Exception {
        String created = call("POST", "/items", "a \"fine\" pen").body();
        assertThat(created).contains("\"name\":\"a \\\"fine\\\" pen\"");
        String id = created.replaceAll(".*\"id\":(\\d+).*", "$1");
        assertThat(Integer.parseInt(id)).isBetween(1, Catalogue.CAPACITY);
        assertThat(call("GET", "/items/" + id, "").body()).isEqualTo(created);
    }

    @Test
    void metrics_afterCalls_countThemByEndpointMethodAndStatus() throws Exception {
        call("GET", "/users/7", "");
        call("GET", "/users/8", "");
        call("GET", "/users/534", "");
        call("GET", "/secret/admin", "");
        call("POST", "/predict?model=small", "1");
        call("GET", "/metrics", "");
        assertThat(call("GET", "/metrics", "").body())
                .contains(
                        requests("/users/{id}", "GET", 200) + " 2.0\n",
                        requests("/users/{id}", "GET", 500) + " 1.0\n",
                        requests("__unmatched__", "GET", 404) + " 1.0\n",
                        requests("/metrics", "GET", 200) + " 1.0\n",
                        "fastapi_predict_count_total{model=\"small\",status_code=\"200\"} 1.0\n",
                        "fastapi_predict_duration_seconds_count{model=\"small\"} 1\n",
                        "fastapi_request_duration_seconds_bucket"
                                + "{endpoint=\"/users/{id}\",method=\"GET\",le=\"0.8\"} ",
                        "\nprocess_cpu_seconds_total ")
                .doesNotContain("secret");
    }

    @Test
    void metrics_gzipAccepted_bodyIsCompressed() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(application.uri().resolve("/metrics"))
                        .header("Accept-Encoding", "gzip")
                        .header("Accept", "application/openmetrics-text;version=1.0.0")
                        .build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/openmetrics-text");
        assertThat(
                        new String(
                                new GZIPInputStream(response.body()).readAllBytes(),
                                StandardCharsets.UTF_8))
                .endsWith("# EOF\n");
    }

    @Test
    void serve_hugeBody_isRefused() throws Exception {
        String body = "x".repeat(DemoApplication.MAX_BODY + 1);
        assertThat(call("POST", "/items", body).statusCode()).isEqualTo(413);
    }

    @Test
    void start_takenPort_throws() {
        assertThatThrownBy(() -> DemoApplication.start(application.port()))
                .isInstanceOf(BindException.class);
    }

    private static String requests(String endpoint, String method, int status) {
        return "fastapi_request_count_total{endpoint=\"%s\",method=\"%s\",status_code=\"%d\"}"
                .formatted(endpoint, method, status);
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(application.uri().resolve(path))
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
