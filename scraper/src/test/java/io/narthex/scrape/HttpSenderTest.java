package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.client.Authentication;
import io.narthex.client.HttpClientConfig;
import io.narthex.client.Secret;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class HttpSenderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void post_sendsWhatItIsGivenWithThePasswordAndFollowsRedirects() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (FakeTarget receiver =
                        new FakeTarget(
                                exchange -> {
                                    String path = exchange.getRequestURI().getPath();
                                    byte[] body = exchange.getRequestBody().readAllBytes();
                                    seen.add(
                                            exchange.getRequestMethod()
                                                    + " "
                                                    + path
                                                    + " "
                                                    + exchange.getRequestHeaders()
                                                            .getFirst("Authorization")
                                                    + " "
                                                    + exchange.getRequestHeaders()
                                                            .getFirst("Content-Type")
                                                    + " "
                                                    + new String(body, StandardCharsets.UTF_8));
                                    if (path.length() == 4) {
                                        exchange.getResponseHeaders().set("Location", "/x");
                                        exchange.sendResponseHeaders(
                                                Integer.parseInt(path.substring(1)), -1);
                                    } else {
                                        exchange.sendResponseHeaders(204, -1);
                                    }
                                });
                ScrapeFixture fixture = new ScrapeFixture();
                HttpSender sender =
                        fixture.scraper.sender(
                                HttpClientConfig.DEFAULTS.withAuthentication(
                                        new Authentication.Header(
                                                "Bearer", new Secret.Inline("t"))))) {
            assertThat(post(sender, receiver, "/307")).isEqualTo(204);
            assertThat(post(sender, receiver, "/302")).isEqualTo(204);
            assertThat(seen)
                    .containsExactly(
                            "POST /307 Bearer t text/x [1]",
                            "POST /x Bearer t text/x [1]",
                            "POST /302 Bearer t text/x [1]",
                            "GET /x Bearer t text/x ");
            receiver.answerWith(FakeTarget.status(500, "no"));
            assertThat(post(sender, receiver, "/")).isEqualTo(500);
        }
    }

    private static int post(HttpSender sender, FakeTarget receiver, String path)
            throws IOException, InterruptedException {
        return sender.post(
                URI.create("http://" + receiver.address() + path),
                Map.of("Content-Type", "text/x"),
                "[1]".getBytes(StandardCharsets.UTF_8),
                PATIENCE);
    }

    @Test
    void nobodyThere_isAnErrorWithItsReason() {
        try (ScrapeFixture fixture = new ScrapeFixture();
                HttpSender sender = fixture.scraper.sender(HttpClientConfig.DEFAULTS)) {
            FakeTarget gone = FakeTarget.of("");
            gone.close();
            assertThatThrownBy(() -> post(sender, gone, "/"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Post \"http://127.0.0.1:")
                    .hasMessageContaining("connection refused");
        }
    }
}
