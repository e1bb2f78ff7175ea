package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.demo.DemoApplication;
import io.narthex.demo.Incident;
import io.narthex.demo.IncidentPlan;
import io.narthex.demo.LoadGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A service that starts to fail: the panels tell it, and the alert's condition holds.
///
/// It leaves pictures of the page before and during the incident in `target/screens`.
class IncidentTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static final String DASHBOARD = "#/dashboard?range=5m";
    /// Requests per second, above the ten of which an alert would complain below.
    private static final double RATE = 13;

    /// People who ask for no broken record among their first 4,800 requests: without the incident,
    /// nothing fails.
    private static final long SEED = 16;

    private static final Path PICTURES = Path.of("target", "screens");

    private static final Duration START = Duration.ofSeconds(10);

    private static final Incident INCIDENT =
            Incident.parse("errors:start=%ds,length=5m,rate=30%%".formatted(START.toSeconds()));

    /// Seconds.
    private static final double SCRAPE_INTERVAL = 1;

    @Test
    void failingService_isSeen() throws IOException {
        double begin = System.currentTimeMillis() / 1e3 + START.toSeconds();
        try (DemoApplication application =
                        DemoApplication.start(0, IncidentPlan.of(List.of(INCIDENT)));
                LoadGenerator _ = LoadGenerator.start(application.uri(), RATE, SEED);
                Served narthex =
                        Served.with(
                                """
                                global: {scrape_interval: %.0fs}
                                scrape_configs:
                                  - job_name: fastapi
                                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                                """
                                        .formatted(SCRAPE_INTERVAL, application.port()))) {
            Visit visit = CHROMIUM.visit(narthex.url(DASHBOARD), Viewer.DESK);
            visit.until("document.querySelector('#panel-errors[data-state=data]')");
            Figure before = errors(visit);
            assertThat(before.time()).as("the machine is too slow").isLessThan(begin);
            assertThat(before.value()).isZero();
            assertThat(breached(visit)).isFalse();
            visit.wholePicture(PICTURES.resolve("before.png"));

            assertThat(errorsAfterTwoScrapes(narthex, begin)).isPositive();
            visit.until("document.querySelector('#panel-alert-errors [data-breached=true]')");
            assertThat(errors(visit).value())
                    .isGreaterThan(PageFiles.panel("alert-errors").threshold().value());
            assertThat(visit.text("#alerts"))
                    .contains(PageFiles.panel("alert-errors").words().get("en").get("short"));
            visit.wholePicture(PICTURES.resolve("during.png"));
            assertThat(visit.complaints()).isEmpty();
            picture(narthex, Viewer.DESK.reading("ko"), "during-ko.png");
            picture(narthex, Viewer.PHONE, "during-phone.png");
            picture(narthex, Viewer.PHONE.reading("ko"), "during-phone-ko.png");
        }
    }

    private static Figure errors(Visit visit) {
        return Figure.all(visit).stream()
                .filter(f -> f.panel().equals("errors") && f.series() == null)
                .findFirst()
                .orElseThrow();
    }

    private static boolean breached(Visit visit) {
        return (Boolean)
                visit.ask(
                        "document.querySelector('#panel-alert-errors .condition')"
                                + ".dataset.breached === 'true'");
    }

    /// The error rate two scrapes after the begin: a counter that appears with the first error has
    /// a rate from its second sample on.
    private static double errorsAfterTwoScrapes(Served narthex, double begin) {
        double scrape =
                await().atMost(Duration.ofSeconds(30))
                        .until(
                                () -> only(narthex.api().vector("timestamp(up)", Double.NaN)),
                                time -> time >= begin + 2 * SCRAPE_INTERVAL);
        return only(narthex.api().vector(PageFiles.panel("errors").query(), scrape));
    }

    private static double only(Map<?, Double> vector) {
        assertThat(vector).hasSize(1);
        return vector.values().iterator().next();
    }

    private static void picture(Served narthex, Viewer viewer, String file) {
        Visit visit = CHROMIUM.visit(narthex.url(DASHBOARD), viewer);
        visit.until("document.querySelector('#panel-alert-errors [data-breached=true]')");
        visit.until("document.querySelector('#alerts').textContent.includes('5xx')");
        if (viewer.touch()) {
            visit.picture(PICTURES.resolve(file));
        } else {
            visit.wholePicture(PICTURES.resolve(file));
        }
    }
}
