package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.scrape.NameScheme.Escaping;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which names a target may use, and which it is asked for.
class NameSchemeTest {
    private static final String BODY = "{\"a.b\"} 1\n";

    @Test
    void legacyNames_areAskedFor_andOthersFailTheScrape() {
        List<String> accepted = new CopyOnWriteArrayList<>();
        try (FakeTarget target =
                        new FakeTarget(
                                e -> {
                                    accepted.add(e.getRequestHeaders().getFirst("Accept"));
                                    FakeTarget.answer(
                                            e,
                                            200,
                                            FakeTarget.TEXT,
                                            BODY.getBytes(StandardCharsets.UTF_8));
                                });
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).names(new NameScheme(true, Escaping.DOTS)));
            assertThat(fixture.awaitError())
                    .startsWith("invalid metric name or label names: {__name__=\"a.b\"");
            assertThat(accepted.getFirst())
                    .isEqualTo(
                            "application/openmetrics-text;version=1.0.0;escaping=dots;q=0.6,"
                                    + "application/openmetrics-text;version=0.0.1;q=0.5,"
                                    + "text/plain;version=1.0.0;escaping=dots;q=0.4,"
                                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2");
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a.b", 1);
        }
    }

    @Test
    void legacyNames_canNotBeAskedForAsTheyAre() {
        assertThatThrownBy(() -> new NameScheme(true, Escaping.ALLOW_UTF_8))
                .hasMessage("utf8 metric names requested but validation scheme is not set to UTF8");
    }
}
