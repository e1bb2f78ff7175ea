package io.narthex.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

class LoadGeneratorTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void start_runningApplication_requestsArriveInEveryKind() throws Exception {
        try (DemoApplication application = DemoApplication.start(0);
                LoadGenerator load = LoadGenerator.start(application.uri(), 400, 1);
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest scrape =
                    HttpRequest.newBuilder(application.uri().resolve("/metrics")).build();
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(client.send(scrape, BodyHandlers.ofString()).body())
                                            .containsPattern(counter("/items", "GET", 200))
                                            .containsPattern(counter("/items", "POST", 201))
                                            .containsPattern(counter("/items/{id}", "GET", 404))
                                            .containsPattern(counter("/users/{id}", "GET", 200))
                                            .containsPattern(counter("/users/{id}", "GET", 500))
                                            .containsPattern(counter("/predict", "POST", 200)));
            assertThat(load.answered()).isPositive();
            assertThat(load.failed()).isZero();
        }
    }

    @Test
    void start_nobodyListens_failuresAreCounted() throws Exception {
        URI gone;
        try (DemoApplication application = DemoApplication.start(0)) {
            gone = application.uri();
        }
        try (LoadGenerator load = LoadGenerator.start(gone, 100, 1)) {
            await().atMost(SOON).until(() -> load.failed() > 3);
            assertThat(load.answered()).isZero();
        }
    }

    @Test
    void rate_incidentOfLoad_multipliesTheShape() throws Exception {
        IncidentPlan plan =
                IncidentPlan.of(List.of(Incident.parse("load:start=0,factor=3,length=1h")));
        LoadShape day = LoadShape.parse("daily:day=24m");
        try (DemoApplication application = DemoApplication.start(0);
                LoadGenerator load = LoadGenerator.start(application.uri(), 10, 1, day, plan)) {
            assertThat(load.rate(180)).isCloseTo(84, within(1e-9)); // nine in the morning
        }
    }

    @Test
    void start_otherMachine_isRefused() {
        assertThatThrownBy(() -> LoadGenerator.start(URI.create("http://192.0.2.1:80"), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("this machine only");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void start_rateNotPositive_isRefused(double rate) {
        assertThatThrownBy(() -> LoadGenerator.start(URI.create("http://127.0.0.1:1"), rate, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Pattern counter(String endpoint, String method, int status) {
        return Pattern.compile(
                Pattern.quote(
                                "fastapi_request_count_total{endpoint=\"%s\",method=\"%s\",status_code=\"%d\"} "
                                        .formatted(endpoint, method, status))
                        + "[1-9]");
    }
}
