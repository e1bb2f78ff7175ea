package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A hundred targets in ten jobs, seven of them down.
class ManyTargetsTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static final int JOBS = 10;
    private static final int TARGETS = 100;
    private static final int DOWN = 7;
    private static final int MOST_CURVES = 7;

    /// Longer than any panel is wide.
    private static final String LONG =
            "a-job-with-a-name-that-somebody-wanted-to-be-complete-".repeat(3);

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");
    private static final List<String> STATUSES = List.of("200", "201", "404", "500");

    private static final List<Answers> UP = new ArrayList<>();
    private static Served narthex;

    @BeforeAll
    static void start() {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < TARGETS; i++) {
            if (i < DOWN) {
                targets.add("127.0.0.1:" + (1 + i)); // where nobody listens
            } else {
                Answers up = Answers.metrics(service(i));
                UP.add(up);
                targets.add(up.target());
            }
        }
        StringBuilder yaml = new StringBuilder("global: {scrape_interval: 1s}\nscrape_configs:\n");
        for (int job = 0; job < JOBS; job++) {
            int each = TARGETS / JOBS;
            String list =
                    targets.subList(job * each, (job + 1) * each).stream()
                            .map(t -> '"' + t + '"')
                            .collect(Collectors.joining(", "));
            yaml.append("  - job_name: ")
                    .append(job == 0 ? LONG : "job-" + job)
                    .append("\n    static_configs: [{targets: [")
                    .append(list)
                    .append("]}]\n");
        }
        narthex = Served.with(yaml.toString());
    }

    @AfterAll
    static void stop() {
        narthex.close();
        UP.forEach(Answers::close);
        UP.clear();
    }

    /// A service that gets more requests with every scrape.
    private static Supplier<String> service(int number) {
        AtomicLong scrapes = new AtomicLong();
        return () -> {
            long count = scrapes.incrementAndGet() * (number + 1);
            StringBuilder out = new StringBuilder("# TYPE fastapi_request_count_total counter\n");
            for (String method : METHODS) {
                for (String status : STATUSES) {
                    out.append(
                            "fastapi_request_count_total{endpoint=\"/items\",method=\"%s\",status_code=\"%s\"} %d\n"
                                    .formatted(method, status, count));
                }
            }
            out.append("# TYPE fastapi_request_duration_seconds histogram\n");
            for (String bound : List.of("0.1", "0.5", "+Inf")) {
                out.append(
                        "fastapi_request_duration_seconds_bucket{endpoint=\"/items\",le=\"%s\"} %d\n"
                                .formatted(bound, bound.equals("0.1") ? count / 2 : count));
            }
            out.append("# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total ")
                    .append(count / 1000.0)
                    .append("\n# TYPE process_resident_memory_bytes gauge\n")
                    .append("process_resident_memory_bytes ")
                    .append(1_000_000L * (number + 1))
                    .append('\n');
            return out.toString();
        };
    }

    private static Visit dashboard(Viewer viewer) {
        Visit visit = CHROMIUM.visit(narthex.url(""), viewer);
        visit.untilPanelsHave("data");
        return visit;
    }

    @Test
    void panels_showSevenCurvesAndCountTheRest() {
        Visit visit = dashboard(Viewer.DESK);
        Map<String, Integer> curves =
                Map.of("split", METHODS.size() * STATUSES.size(), "cpu", JOBS, "memory", JOBS);
        String others = PageFiles.messages("en").get("others");
        // A rate needs two scrapes of a target: curves come one by one.
        curves.forEach(
                (panel, all) -> {
                    visit.until(
                            "document.querySelectorAll('#panel-%s [data-series]').length === %d"
                                    .formatted(panel, MOST_CURVES));
                    visit.untilText(
                            "#panel-" + panel,
                            others.replace("{n}", String.valueOf(all - MOST_CURVES)));
                });
        visit.untilText(
                "#targets",
                PageFiles.messages("en")
                        .get("targets")
                        .replace("{up}", String.valueOf(TARGETS - DOWN))
                        .replace("{all}", String.valueOf(TARGETS)));
        assertThat(visit.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void dashboard_fitsTheWidth(int width) {
        assertThat(dashboard(viewer(width)).scrollsSideways()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void targetsPage_hasARowForEach(int width) {
        Visit visit = CHROMIUM.visit(narthex.url("#/targets"), viewer(width));
        visit.until(rows("[data-health=up]") + " === " + (TARGETS - DOWN));
        visit.until(rows("[data-health=down]") + " === " + DOWN);
        assertThat(visit.ask(rows(""))).isEqualTo(TARGETS);
        assertThat(visit.scrollsSideways()).isFalse();
        assertThat(visit.complaints()).isEmpty();
    }

    private static Viewer viewer(int width) {
        return width == Viewer.PHONE.width() ? Viewer.PHONE : Viewer.DESK;
    }

    private static String rows(String condition) {
        return "document.querySelectorAll('#targets-table tr[data-target]%s').length"
                .formatted(condition);
    }
}
