package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Every number on the page is what the API says at that time, and is written as that number.
class NumbersTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static final double RELATIVE = 1e-9;

    private static DemoUnderLoad demo;
    private static Served narthex;

    @BeforeAll
    static void start() {
        demo = DemoUnderLoad.start();
        narthex = Served.scraping(demo.target());
    }

    @AfterAll
    static void stop() {
        narthex.close();
        demo.close();
    }

    private static Visit visitWithData() {
        Visit visit = CHROMIUM.visit(narthex.url(""), Viewer.DESK);
        visit.untilPanelsHave("data");
        return visit;
    }

    @Test
    void everyPanel_hasItsNumbers() {
        Visit visit = visitWithData();
        visit.until("document.querySelectorAll('#panel-split [data-series]').length > 2");
        Set<String> names =
                Figure.all(visit).stream().map(Figure::name).collect(Collectors.toSet());
        Set<String> wanted = new TreeSet<>();
        for (PageFiles.Panel panel : PageFiles.panels()) {
            if (panel.windows().isEmpty()) {
                wanted.add(panel.id());
            }
            panel.windows().forEach(window -> wanted.add(panel.id() + " window " + window));
        }
        wanted.add("volume window 15m"); // of the reader's own choice
        wanted.addAll(
                List.of(
                        "split series GET 200",
                        "split series GET 404",
                        "split series POST 201",
                        "cpu series fastapi",
                        "memory series fastapi"));
        assertThat(names).containsAll(wanted);
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void curves_areNamedInFull() {
        Visit visit = visitWithData();
        visit.until("document.querySelectorAll('#panel-split [data-series]').length > 2");
        List<?> cut =
                (List<?>)
                        visit.ask(
                                """
                                [...document.querySelectorAll('[data-series]')]
                                    .filter(e => !e.parentElement.textContent.startsWith(e.dataset.series))
                                    .map(e => e.parentElement.textContent)\
                                """);
        assertThat(cut).isEmpty();
    }

    /// A sample may arrive between the page's question and the test's, with a time before both. A
    /// number that was different once is looked at again when the page has renewed it.
    @Test
    void everyNumber_isTheApisAtItsTime() {
        Visit visit = visitWithData();
        Set<String> seen = new TreeSet<>();
        Set<String> agreed = new TreeSet<>();
        List<String> differences = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .pollInSameThread()
                .untilAsserted(
                        () -> {
                            differences.clear();
                            for (Figure figure : Figure.all(visit)) {
                                seen.add(figure.name());
                                double expected = expected(figure);
                                if (equal(figure.value(), expected)) {
                                    agreed.add(figure.name());
                                } else {
                                    differences.add(figure + " is not " + expected);
                                }
                            }
                            assertThat(agreed).as("%s", differences).isEqualTo(seen);
                        });
        assertThat(agreed).hasSizeGreaterThanOrEqualTo(15);
    }

    private static boolean equal(double shown, double expected) {
        return Double.compare(shown, expected) == 0
                || Math.abs(shown - expected) <= RELATIVE * Math.abs(expected);
    }

    private static double expected(Figure figure) {
        assertThat(figure.query()).as("query of %s", figure).isNotBlank();
        assertThat(figure.time()).as("time of %s", figure).isPositive();
        Map<Map<String, String>, Double> vector =
                narthex.api().vector(figure.query(), figure.time());
        if (figure.series() == null) {
            return vector.size() == 1 ? vector.values().iterator().next() : Double.NaN;
        }
        String legend = PageFiles.panel(figure.panel()).legend();
        return vector.entrySet().stream()
                .filter(e -> named(legend, e.getKey()).equals(figure.series()))
                .mapToDouble(Map.Entry::getValue)
                .findFirst()
                .orElse(Double.NaN);
    }

    /// A curve's name: `{{method}} {{status_code}}` becomes `GET 200`.
    private static String named(String legend, Map<String, String> labels) {
        String name = legend;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            name = name.replace("{{" + label.getKey() + "}}", label.getValue());
        }
        return name;
    }

    @Test
    void everyNumber_isWrittenInItsFormat() {
        Visit visit = visitWithData();
        for (Figure figure : Figure.all(visit)) {
            if (figure.text().isEmpty()) {
                continue;
            }
            String format =
                    figure.panel().isEmpty() // the error budget left
                            ? "percent"
                            : PageFiles.panel(figure.panel()).format();
            WrittenNumber written = WrittenNumber.read(figure.text(), format);
            assertThat(written.rounds(figure.value()))
                    .as("%s is written as «%s»", figure, figure.text())
                    .isTrue();
        }
    }

    @Test
    void alertPanels_showThresholdAndWhetherItIsCrossed() {
        Visit visit = visitWithData();
        List<PageFiles.Panel> alerts =
                PageFiles.panels().stream().filter(p -> p.threshold() != null).toList();
        assertThat(alerts).hasSize(2);
        for (PageFiles.Panel panel : alerts) {
            String place = "#panel-" + panel.id();
            visit.until("document.querySelector('%s .condition')".formatted(place));
            Map<?, ?> shown =
                    (Map<?, ?>)
                            visit.ask(
                                    """
                                    (panel => ({
                                        threshold: panel.querySelector('.threshold').dataset.threshold,
                                        breached: panel.querySelector('.condition').dataset.breached,
                                        value: panel.querySelector('.now').dataset.value,
                                        sentence: panel.querySelector('.condition').textContent,
                                    }))(document.querySelector('%s'))\
                                    """
                                            .formatted(place));
            assertThat(Double.parseDouble((String) shown.get("threshold")))
                    .isEqualTo(panel.threshold().value());
            double value = Double.parseDouble((String) shown.get("value"));
            assertThat(shown.get("breached"))
                    .as("%s at %s", panel.id(), value)
                    .isEqualTo(String.valueOf(panel.threshold().isBreachedBy(value)));
            assertThat((String) shown.get("sentence")).hasSizeGreaterThan(10);
        }
    }

    @Test
    void objectives_areComputed() {
        Visit visit = visitWithData();
        visit.until("document.querySelectorAll('#slo [data-objective][data-value]').length === 3");
        assertThat(visit.text("#slo .slo-sentence")).contains("43 min 12 s");
        assertThat(
                        (List<?>)
                                visit.ask(
                                        "[...document.querySelectorAll('[data-objective]')]"
                                                + ".map(e => e.dataset.objective)"))
                .map(String::valueOf)
                .containsExactlyInAnyOrder("availability", "errors", "latency");
    }
}
