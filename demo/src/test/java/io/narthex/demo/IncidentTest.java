package io.narthex.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

class IncidentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "errors                              ; PT30S ; PT1M  ; 0.3",
                "errors:                             ; PT30S ; PT1M  ; 0.3",
                "errors:start=0                      ; PT0S  ; PT1M  ; 0.3",
                "errors:start=1m,length=7m           ; PT1M  ; PT7M  ; 0.3",
                "errors:rate=100%,length=1h30m       ; PT30S ; PT1H30M ; 1",
                "errors:rate=0.05                    ; PT30S ; PT1M  ; 0.05"
            })
    void parse_incident_isRead(String text, Duration start, Duration length, double share) {
        assertThat(Incident.parse(text)).isEqualTo(new Incident(start, length, share));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "latency:start=1s     ; not supported yet",
                "down                 ; not supported yet",
                "fire                 ; unknown incident \"fire\"; there is errors[",
                "errors:begin=1s      ; unknown part \"begin\"; it is errors[",
                "errors:start         ; no \"=\" in \"start\"",
                "errors:start=5       ; not a valid duration string: \"5\"",
                "errors:start=1s,start=2s ; \"start\" is there twice",
                "errors:rate=many     ; \"many\" is no rate",
                "errors:rate=0        ; above 0% and at most 100%",
                "errors:rate=101%     ; above 0% and at most 100%",
                "errors:rate=NaN      ; above 0% and at most 100%"
            })
    void parse_anythingElse_saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> Incident.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void isActive_fromStartForItsLength() {
        Incident incident = new Incident(Duration.ofSeconds(2), Duration.ofSeconds(3), 1);
        assertThat(incident.isActive(1_999_999_999L)).isFalse();
        assertThat(incident.isActive(2_000_000_000L)).isTrue();
        assertThat(incident.isActive(4_999_999_999L)).isTrue();
        assertThat(incident.isActive(5_000_000_000L)).isFalse();
    }

    @Test
    void application_answersWith500AndStillTellsOfIt() throws Exception {
        Incident always = new Incident(Duration.ZERO, Duration.ofHours(1), 1);
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

    private static String get(HttpClient client, URI uri) throws Exception {
        var response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
