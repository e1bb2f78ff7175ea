package io.narthex.remote.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.remote.Stored;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

/// OTLP in JSON.
class OtlpJsonTest {
    private static final long T0 = 1_750_003_200_000L;

    private final ListStore store = new ListStore();
    private final OtlpReceiver receiver =
            new OtlpReceiver(
                    store, () -> OtlpConfig.DEFAULTS, OtlpOptions.DEFAULTS, new ManualClock(T0));

    @Test
    void allTypes_areRead() {
        String json =
                """
                {"resourceMetrics": [{
                  "resource": {"attributes": [
                    {"key": "service.name", "value": {"stringValue": "j"}},
                    {"key": "n", "value": {"arrayValue": {"values": [{"intValue": "1"}, {}]}}}],
                    "droppedAttributesCount": 0, "somethingNew": [{"a": [1]}]},
                  "scopeMetrics": [{"scope": {"name": "lib"}, "metrics": [
                    {"name": "g", "unit": "s", "gauge": {"dataPoints": [
                      {"timeUnixNano": "1750003200000000000", "asDouble": 1.5,
                       "attributes": [{"key": "b", "value": {"boolValue": true}}]},
                      {"timeUnixNano": 1750003201000000000, "asDouble": "NaN"}]}},
                    {"name": "c", "sum": {"aggregationTemporality": 2, "isMonotonic": true,
                      "dataPoints": [{"timeUnixNano": "1750003200000000000", "asInt": "-7",
                        "exemplars": [{"traceId": "0a0b", "asInt": 1, "spanId": ""}]}]}},
                    {"name": "h", "histogram": {
                      "aggregation_temporality": "AGGREGATION_TEMPORALITY_CUMULATIVE",
                      "data_points": [{"time_unix_nano": "1750003200000000000", "count": "3",
                        "sum": null, "bucketCounts": ["1", "2"], "explicitBounds": [0.5]}]}},
                    {"name": "e", "exponentialHistogram": {"aggregationTemporality": 2,
                      "dataPoints": [{"timeUnixNano": "1750003200000000000", "count": 3, "sum": 2,
                        "scale": -1, "zeroCount": "0",
                        "positive": {"offset": -1, "bucketCounts": ["1", "2"]}}]}},
                    {"name": "q", "summary": {"dataPoints": [
                      {"timeUnixNano": "1750003200000000000", "count": "1", "sum": 2,
                       "quantileValues": [{"quantile": 0.5, "value": 2}]}]}}
                  ]}]
                }]}
                """;
        assertThat(receive(json)).isEqualTo(new OtlpOutcome(200, "", 12));
        assertThat(Stored.all(store, T0))
                .containsExactly(
                        "c_total{job=\"j\"} 0=-7.0",
                        "e{job=\"j\"} 0={count:3, sum:2, (0.25,1]:1, (1,4]:2}",
                        "g_seconds{b=\"true\", job=\"j\"} 0=1.5",
                        "g_seconds{job=\"j\"} 1000=NaN",
                        "h_bucket{job=\"j\", le=\"+Inf\"} 0=3.0",
                        "h_bucket{job=\"j\", le=\"0.5\"} 0=1.0",
                        "h_count{job=\"j\"} 0=3.0",
                        "q{job=\"j\", quantile=\"0.5\"} 0=2.0",
                        "q_count{job=\"j\"} 0=1.0",
                        "q_sum{job=\"j\"} 0=2.0",
                        "target_info{job=\"j\", n=\"[1,null]\"} 0=1.0",
                        "target_info{job=\"j\", n=\"[1,null]\"} 1000=1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | json: the body is not an object",
                "{\"resourceMetrics\": 1} | json: resourceMetrics has a value that it can't have",
                "{\"resourceMetrics\": [{\"schemaUrl\": {}}]} | json: schemaUrl has a value",
                "{\"resourceMetrics\": [ | json: Unexpected end-of-input",
                "{\"resourceMetrics\": [[]]} | json: resourceMetrics has a value",
                "nonsense | json: Unrecognized token",
            })
    void whatIsNotOtlp_isRefused(String json, String text) {
        OtlpOutcome outcome = receive(json);
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.text()).startsWith(text);
    }

    @Test
    void numbersThatAreNone_areNamed() {
        String json =
                """
                {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "g", "gauge":
                 {"dataPoints": [{"timeUnixNano": "soon"}]}}]}]}]}
                """;
        assertThat(receive(json).text())
                .startsWith("json: timeUnixNano has a value that it can't have (")
                .contains("soon");
    }

    @Test
    void deepNesting_endsSomewhere() {
        String deep =
                "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"k\",\"value\":"
                        + "{\"arrayValue\":{\"values\":[".repeat(100)
                        + "]}}".repeat(100)
                        + "}]}}]}";
        assertThat(receive(deep).text()).isEqualTo("json: more than 64 levels");
        String unknown = "{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertThat(receive(unknown).status()).isEqualTo(400);
    }

    private OtlpOutcome receive(String json) {
        return receiver.receive("application/json", null, json.getBytes(StandardCharsets.UTF_8));
    }
}
