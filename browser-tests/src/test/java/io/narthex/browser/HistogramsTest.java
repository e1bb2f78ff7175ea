package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the pages make of histograms: the bucket that a quantile fell into, and a map of all
/// buckets. Latencies were low, then nobody counted for ten minutes, then they were high.
class HistogramsTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static final String METRIC = "fastapi_request_duration_seconds_bucket";
    private static final String BUCKETS = "sum by (le) (rate(" + METRIC + "[1m]))";
    private static final List<String> BOUNDS = List.of("0.1", "0.4", "0.8", "1.6", "+Inf");

    /// Of a hundred requests in ten seconds, how many took no longer than each bound.
    private static final int[] LOW = {60, 98, 99, 100, 100};

    private static final int[] HIGH = {10, 40, 98, 99, 100};

    private static final int SECONDS = 10;
    private static final int LENGTH = 40 * 60;
    private static final int GAP_BEGINS = 15 * 60;
    private static final int GAP_ENDS = 25 * 60;

    /// The time of the newest samples, up to which everything is shown.
    private static long end;

    private static Served narthex;

    @BeforeAll
    static void start() {
        end = System.currentTimeMillis() / 1000;
        narthex = Served.holding(samples(end - LENGTH));
    }

    @AfterAll
    static void stop() {
        narthex.close();
    }

    private static String samples(long begin) {
        StringBuilder out = new StringBuilder();
        for (int b = 0; b < BOUNDS.size(); b++) {
            long count = 0;
            for (int t = 0; t <= LENGTH; t += SECONDS) {
                count += t < GAP_BEGINS ? LOW[b] : HIGH[b];
                if (t < GAP_BEGINS || t >= GAP_ENDS) {
                    out.append(
                            "%s{endpoint=\"/\",le=\"%s\"} %d %d\n"
                                    .formatted(METRIC, BOUNDS.get(b), count, (begin + t) * 1000));
                }
            }
        }
        return out.toString();
    }

    private static Visit visit(String hash) {
        return CHROMIUM.visit(narthex.url(hash + "range=2400s&end=" + end), Viewer.DESK);
    }

    private static List<Double> numbers(Visit visit, String expression) {
        return ((List<?>) visit.ask(expression))
                .stream().map(n -> ((Number) n).doubleValue()).toList();
    }

    @Test
    void quantile_showsTheBucketThatItFellInto() {
        Visit visit = visit("#/dashboard?board=fastapi&");
        visit.untilText("#panel-p95 .band", "between 400 ms and 800 ms");
        visit.until("document.querySelector('#panel-p95 path.band')");
        List<List<Double>> bands = new ArrayList<>();
        for (Object band : (List<?>) visit.ask(RECTANGLES)) {
            bands.add(((List<?>) band).stream().map(n -> ((Number) n).doubleValue()).toList());
        }
        List<Double> curve =
                numbers(
                        visit,
                        "document.querySelector('#panel-p95 path.curve').getAttribute('d')"
                                + ".match(/[\\d.]+/g).map(Number)");
        assertThat(bands).hasSize(curve.size() / 2).hasSizeGreaterThan(50);
        double widest = 0;
        for (int i = 0; i < bands.size(); i++) {
            List<Double> band = bands.get(i); // from, low, to, high; heights grow downwards
            assertThat(curve.get(2 * i)).isBetween(band.get(0) - 0.1, band.get(2) + 0.1);
            assertThat(curve.get(2 * i + 1)).isBetween(band.get(3) - 0.1, band.get(1) + 0.1);
            widest = Math.max(widest, i == 0 ? 0 : band.get(0) - bands.get(i - 1).get(2));
        }
        // Five minutes of forty: ten without samples, less the window.
        double width = bands.getLast().get(2) - bands.getFirst().get(0);
        assertThat(widest).isCloseTo(width * 5 / 40, within(width / 40));
        assertThat(visit.complaints()).isEmpty();
    }

    private static final String RECTANGLES =
            """
            document.querySelector('#panel-p95 path.band').getAttribute('d').split('M').slice(1)
                .map(d => d.match(/[\\d.]+/g).map(Number))\
            """;

    @Test
    void heatMap_isTheApis() throws IOException {
        Visit visit = visit("#/query?q=" + BUCKETS + "&");
        visit.until("document.querySelector('#query-result .tabs a')");
        visit.page().click("#query-result .tabs a:nth-child(2)");
        visit.until("document.querySelector('#query-heat td[data-count]')");
        assertThat((String) visit.ask("location.hash")).contains("view=heat");
        assertThat(rows(visit)).hasSize(BOUNDS.size());
        assertRowsAreTheApis(visit);

        visit.page().focus("#query-heat svg");
        for (int i = 0; i < 3; i++) {
            visit.page().keyboard().press("ArrowLeft");
        }
        visit.page().keyboard().press("ArrowUp");
        visit.until("document.querySelector('#query-heat .crosshair .cell')");
        assertThat(visit.text("#query-heat [aria-live]")).contains("0.1 – 0.4: ");
        assertRowsAreTheApis(visit);
        Axe.bring(visit);
        assertThat(Axe.violations(visit, ColorScheme.LIGHT)).isEmpty();
        assertThat(Axe.violations(visit, ColorScheme.DARK)).isEmpty();
        visit.page().hover("#query-heat svg");
        assertThat(visit.text("#query-heat [aria-live]")).endsWith("no data");
        assertThat(rows(visit)).isEmpty();
        assertThat(visit.complaints()).isEmpty();

        List<String> lines =
                Files.readAllLines(
                        visit.page()
                                .waitForDownload(
                                        () -> visit.page().click("#query-heat [data-save=csv]"))
                                .path());
        assertThat(lines.getFirst())
                .endsWith("time,0 – 0.1,0.1 – 0.4,0.4 – 0.8,0.8 – 1.6,1.6 – +∞");
        String[] last = lines.getLast().split(",");
        assertThat(Instant.parse(last[0]).getEpochSecond()).isBetween(end - 20, end);
        for (int b = 0; b < BOUNDS.size(); b++) {
            double requests = HIGH[b] - (b == 0 ? 0 : HIGH[b - 1]);
            assertThat(Double.parseDouble(last[b + 1])).isCloseTo(requests / SECONDS, within(1e-9));
        }

        Visit other = CHROMIUM.visit(visit.page().url(), Viewer.DESK);
        other.until("document.querySelector('#query-heat .heat-6[d]')");
        other.page().fill("#query-input", "up");
        other.page().click("#query-run");
        other.until("document.querySelector('#query-heat').hidden");
    }

    /// Three up to 0.1, two up to 1, one beyond: with custom bounds, as a job makes native ones of
    /// what it scrapes.
    @Test
    void nativeHistogram_hasAHeatMap() {
        String text =
                """
                # TYPE latency histogram
                latency_bucket{le="0.1"} 3
                latency_bucket{le="1"} 5
                latency_bucket{le="+Inf"} 6
                latency_sum 4.5
                latency_count 6
                """;
        try (Answers service = Answers.metrics(() -> text);
                Served scraping =
                        Served.with(
                                """
                                global: {scrape_interval: 1s}
                                scrape_configs:
                                  - job_name: shop
                                    convert_classic_histograms_to_nhcb: true
                                    static_configs: [{targets: ["%s"]}]
                                """
                                        .formatted(service.target()))) {
            scraping.withData(); // a map begins at a step of its range, not with the first sample
            Visit visit = CHROMIUM.visit(scraping.url("#/query?q=latency&range=5m"), Viewer.DESK);
            visit.untilText(".result td.value", "6 observations, sum 4.5");
            visit.page().click("#query-result .tabs a:nth-child(2)");
            visit.until("document.querySelector('#query-heat td[data-count]')");
            assertThat(rows(visit).stream().map(row -> ((Map<?, ?>) row).get("count")).toList())
                    .isEqualTo(List.of("3", "2", "1"));
            assertThat(rows(visit).stream().map(row -> ((Map<?, ?>) row).get("high")).toList())
                    .isEqualTo(List.of("0.1", "1", "Infinity"));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    private static List<?> rows(Visit visit) {
        return (List<?>)
                visit.ask(
                        "[...document.querySelectorAll('#query-heat td[data-count]')]"
                                + ".map(e => ({...e.dataset}))");
    }

    /// Every row of the table is a bucket as the API has it at its time.
    private static void assertRowsAreTheApis(Visit visit) {
        Map<?, ?> first = (Map<?, ?>) rows(visit).getFirst();
        double time = Double.parseDouble((String) first.get("at"));
        Map<Map<String, String>, Double> upTo = narthex.api().vector(BUCKETS, time);
        double below = 0;
        for (int b = 0; b < BOUNDS.size(); b++) {
            Map<?, ?> row = (Map<?, ?>) rows(visit).get(b);
            double count = upTo.get(Map.of("le", BOUNDS.get(b)));
            assertThat(row.get("high")).isEqualTo(BOUNDS.get(b).replace("+Inf", "Infinity"));
            assertThat(Double.parseDouble((String) row.get("count")))
                    .as("%s at %s", BOUNDS.get(b), time)
                    .isCloseTo(count - below, within(1e-9));
            below = count;
        }
    }
}
