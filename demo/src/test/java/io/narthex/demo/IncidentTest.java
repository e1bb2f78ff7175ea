package io.narthex.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.narthex.demo.Incident.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

class IncidentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "errors                                 ; ERRORS ; PT1M  ; PT5M  ; 0.1 ; PT1S ; 10",
                "errors:                                ; ERRORS ; PT1M  ; PT5M  ; 0.1 ; PT1S ; 10",
                "errors:start=0,rate=100%,length=1h30m  ; ERRORS ; PT0S  ; PT1H30M ; 1 ; PT1S ; 10",
                "errors:rate=0.05                       ; ERRORS ; PT1M  ; PT5M  ; 0.05 ; PT1S ;"
                        + " 10",
                "latency                                ; LATENCY ; PT1M ; PT5M  ; 0.3 ; PT1S ; 10",
                "latency:by=250ms,rate=100%             ; LATENCY ; PT1M ; PT5M  ; 1 ; PT0.25S ;"
                        + " 10",
                "load:factor=2.5,length=30s             ; LOAD    ; PT1M ; PT30S ; 1 ; PT1S ; 2.5",
                "down:start=5s                          ; DOWN    ; PT5S ; PT5M  ; 1 ; PT1S ; 10",
                "deploy:rate=30%                        ; DEPLOY  ; PT1M ; PT5M  ; 0.3 ; PT1S ; 10"
            })
    void parse_incident_isRead(
            String text,
            Kind kind,
            Duration start,
            Duration length,
            double share,
            Duration delay,
            double factor) {
        assertThat(Incident.parse(text))
                .isEqualTo(new Incident(kind, start, length, share, delay, factor));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "fire                 ; unknown incident \"fire\"; there is errors[",
                "errors:begin=1s      ; unknown part \"begin\"; it is"
                        + " errors[:start=60s,length=5m,rate=10%]",
                "down:rate=10%        ; unknown part \"rate\"; it is down[:start=60s,length=5m]",
                "load:by=1s           ; unknown part \"by\"; it is load[",
                "errors:start         ; no \"=\" in \"start\"",
                "errors:start=5       ; start: not a valid duration string: \"5\"",
                "errors:start=1s,start=2s ; \"start\" is there twice",
                "errors:length=0      ; the length must be above 0s",
                "errors:rate=many     ; \"many\" is no rate",
                "errors:rate=0        ; above 0% and at most 100%",
                "errors:rate=101%     ; above 0% and at most 100%",
                "errors:rate=NaN      ; above 0% and at most 100%",
                "latency:by=10s       ; at most 9s",
                "latency:by=0         ; more than 0s",
                "load:factor=x        ; \"x\" is no factor",
                "load:factor=1        ; above 1 and at most 50",
                "load:factor=51       ; above 1 and at most 50"
            })
    void parse_anythingElse_saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> Incident.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "errors:start=5s,rate=12.5% ; 5s after the start, for 5m: 12.5 % of the requests"
                        + " fail with 500.",
                "latency:by=800ms           ; 1m after the start, for 5m: 30 % of the answers come"
                        + " 800ms later.",
                "load                       ; 1m after the start, for 5m: people ask 10 times as"
                        + " often.",
                "down:length=10s            ; 1m after the start, for 10s: nothing listens at the"
                        + " application's port.",
                "deploy                     ; 1m after the start, for 5m: a new version lets 10 %"
                        + " of the GET requests fail with 500."
            })
    void describe_saysWhatHappensWhen(String text, String sentence) {
        assertThat(Incident.parse(text).describe()).isEqualTo(sentence);
    }

    @Test
    void application_answersWith500AndStillTellsOfIt() throws Exception {
        IncidentPlan always = plan("errors:start=0,rate=100%");
        try (DemoApplication application = DemoApplication.start(0, always);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, application.uri().resolve("/items"))).startsWith("500 ");
            assertThat(get(client, application.uri().resolve("/metrics")))
                    .startsWith("200 ")
                    .contains(
                            "fastapi_request_count_total{endpoint=\"/items\",method=\"GET\","
                                    + "status_code=\"500\"} 1.0");
        }
    }

    @Test
    void deploy_getsFailAndPostsDoNot() {
        IncidentPlan plan = plan("deploy:start=0,rate=100%");
        assertThat(plan.fails("GET")).isTrue();
        assertThat(plan.fails("POST")).isFalse();
    }

    @Test
    void application_thatIsDown_listensAtTheSamePortAfterwards() throws Exception {
        AtomicLong nanos = new AtomicLong();
        IncidentPlan plan =
                IncidentPlan.of(List.of(Incident.parse("down:start=10s,length=10s")), nanos::get);
        try (DemoApplication application = DemoApplication.start(0, plan);
                HttpClient client = HttpClient.newHttpClient()) {
            URI items = application.uri().resolve("/items");
            assertThat(get(client, items)).startsWith("200 ");
            nanos.set(Duration.ofSeconds(15).toNanos());
            await().until(() -> refuses(application.port()));
            nanos.set(Duration.ofSeconds(20).toNanos());
            await().until(() -> !refuses(application.port()));
            assertThat(get(client, items)).startsWith("200 ");
            assertThat(get(client, application.uri().resolve("/metrics")))
                    .contains("{endpoint=\"/items\",method=\"GET\",status_code=\"200\"} 2.0");
        }
    }

    private static boolean refuses(int port) throws IOException {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (ConnectException _) {
            return true;
        }
    }

    @Test
    void application_thatIsSlow_saysSoInItsHistogram() throws Exception {
        IncidentPlan plan = plan("latency:start=0,rate=100%,by=210ms");
        try (DemoApplication application = DemoApplication.start(0, plan);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, application.uri().resolve("/health"))).startsWith("200 ");
            assertThat(get(client, application.uri().resolve("/metrics")))
                    .contains("{endpoint=\"/health\",method=\"GET\",le=\"0.2\"} 0");
        }
    }

    private static IncidentPlan plan(String incident) {
        return IncidentPlan.of(List.of(Incident.parse(incident)));
    }

    private static String get(HttpClient client, URI uri) throws Exception {
        var response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
