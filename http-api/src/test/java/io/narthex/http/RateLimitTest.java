package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.security.RateLimit;
import io.narthex.http.security.WebConfig;
import io.narthex.promql.Value;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class RateLimitTest {
    @Test
    void requestsBeyondTheBurst_areRefusedBeforeAnybodyAsksWhoSentThem() throws Exception {
        WebConfig config =
                new WebConfig(
                        null,
                        true,
                        Map.of("X-Frame-Options", "deny"),
                        Map.of(
                                "alice",
                                "$2y$04$m7DLMvjrNmVn0Vv2sRdTgeNcAZN7VXYpl/0Gn0LRF6Zj0bFgHoGtS"),
                        List.of(),
                        new RateLimit(Duration.ofHours(1), 2));
        try (TestServer server =
                TestServer.start(
                        TestServer.OPTIONS.withSecurity(() -> config),
                        TestServer.answering(_ -> new Value.Scalar(0, 1)),
                        b -> b)) {
            for (int i = 0; i < 2; i++) {
                assertThat(server.get("/-/healthy").statusCode()).isEqualTo(401);
            }
            HttpResponse<String> refused = server.get("/-/healthy");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).isEqualTo("Too Many Requests\n");
            assertThat(refused.headers().firstValue("X-Frame-Options")).isEmpty();
        }
    }
}
