package io.narthex.scrape.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Refusals of hosts whose names a test cannot scrape.
class StatusErrorsTest {
    /// As Django 3.2 answers without its debug mode, whichever the reason.
    private static ScrapeError djangoRefuses(String host) {
        GrowingBytes body = new GrowingBytes(new BodyBuffers());
        boolean fits =
                body.append(
                        Unpooled.copiedBuffer(
                                "<body>\n  <h1>Bad Request (400)</h1><p></p>\n</body>",
                                StandardCharsets.UTF_8),
                        Integer.MAX_VALUE);
        assertThat(fits).isTrue();
        ScrapeRequest request =
                new ScrapeRequest(
                        URI.create("http://" + host + ":8000/metrics"),
                        Map.of(),
                        true,
                        Integer.MAX_VALUE,
                        Duration.ofSeconds(1));
        return StatusErrors.of(HttpResponseStatus.BAD_REQUEST, request, body);
    }

    @Test
    void djangosRefusal_namesTheHost() {
        ScrapeError error = djangoRefuses("my-shop");
        assertThat(error.problem()).isEqualTo(ScrapeProblem.HOST_REFUSED_DJANGO);
        assertThat(error.hint())
                .isEqualTo("Django refuses this host; add \"my-shop\" to ALLOWED_HOSTS");
    }

    /// Such names come from container networks; `ALLOWED_HOSTS = ["*"]` would not let them in.
    @Test
    void underscore_needsAnotherName() {
        ScrapeError error = djangoRefuses("my_shop");
        assertThat(error.problem()).isEqualTo(ScrapeProblem.HOST_NAME_INVALID);
        assertThat(error.text())
                .isEqualTo(
                        "server returned HTTP status 400 Bad Request (hint: Django refuses names"
                                + " with an underscore; give the service another name)");
    }
}
