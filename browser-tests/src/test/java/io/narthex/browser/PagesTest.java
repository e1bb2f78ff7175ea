package io.narthex.browser;

import static io.narthex.testkit.PrometheusApi.list;
import static io.narthex.testkit.PrometheusApi.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;

import io.narthex.testkit.PrometheusApi;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/// The pages beside the dashboard: their numbers are the API's, they can be used, and nobody is
/// kept out of them.
class PagesTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static Watched watched;

    @BeforeAll
    static void start(@TempDir Path folder) {
        watched = Watched.start(folder);
    }

    @AfterAll
    static void stop() {
        watched.close();
    }

    private static Visit visit(String hash) {
        return CHROMIUM.visit(watched.narthex().url(hash), Viewer.DESK);
    }

    /// A number of the page by its name, or NaN.
    private static double number(Visit visit, String name) {
        return ((Number)
                        visit.ask(
                                "Number(document.querySelector('[data-name=\"%s\"]')?.dataset.number)"
                                        .formatted(name)))
                .doubleValue();
    }

    private static long count(Visit visit, String selector) {
        return visit.page().locator(selector).count();
    }

    @Test
    void alerts_areTheApis() {
        Visit visit = visit("#/alerts");
        visit.until("document.querySelector('[data-alert=Always][data-state=firing]')");
        List<Object> alerts = watched.data("alerts", Map.of(), "alerts");
        assertThat(number(visit, "firing") + number(visit, "pending")).isEqualTo(alerts.size());
        assertThat(count(visit, "article.alert")).isEqualTo(alerts.size());
        assertThat(count(visit, ".lane")).isEqualTo(alerts.size());
        visit.untilText("#firing", "Always");
        assertThat(visit.text("#firing")).doesNotContain("Waiting");
        assertThat(visit.text("[data-alert=Always]")).contains("It is five", "vector(5) > 3");
        assertThat(visit.text("[data-alert=Waiting]")).contains("pending", "1 h");
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void history_isTheApis() {
        Visit visit = visit("#/alerts?tab=history&alert=Always");
        visit.until("document.querySelector('#alerts-history tbody tr')");
        assertThat(count(visit, "#alerts-history tbody tr"))
                .isEqualTo(
                        watched.data("alerts/history", Map.of("rule_name[]", "Always"), "changes")
                                .size());
        visit.page().selectOption("select[name=alert]", "Waiting");
        visit.untilText("#alerts-history tbody", "Waiting");
        visit.until("location.hash.includes('alert=Waiting')");
    }

    @Test
    void silence_isSetAndEnded() {
        Visit visit = visit("#/alerts");
        visit.page().click("[data-alert=Waiting] button");
        visit.page().fill("input[name=author]", "ann");
        visit.page().fill("input[name=comment]", "known fault");
        visit.page().click("form.silence button");
        visit.untilText("[data-alert=Waiting]", "known fault");
        visit.page().click("a[href*='tab=silences']");
        visit.untilText("#alerts-silences tbody", "ann: known fault");
        visit.page().click("#alerts-silences tbody button");
        visit.untilText("#alerts-silences tbody", "ended");
        assertThat(
                        list(
                                        PrometheusApi.json(
                                                watched.narthex()
                                                        .api()
                                                        .get("api/v2/silences", Map.of())
                                                        .body()))
                                .stream()
                                .map(s -> member(member(s, "status"), "state")))
                .containsExactly("expired");
        assertThat(visit.complaints()).isEmpty();
    }

    /// By keys: the slider goes to its end, at ten times the threshold.
    @Test
    void backtest_triesAnotherThreshold() {
        Visit visit = visit("#/alerts?tab=backtest&alert=Always&last=15m");
        visit.until("document.querySelectorAll('#backtest-runs tbody tr').length === 1");
        visit.page().focus("input[name=threshold]");
        visit.page().keyboard().press("End");
        visit.until("document.querySelectorAll('#backtest-runs tbody tr').length === 2");
        visit.until("location.hash.includes('threshold=30')");
        Object report =
                PrometheusApi.data(
                        watched.narthex()
                                .api()
                                .post(
                                        "api/v1/rules/backtest",
                                        Map.of("alert", "Always", "last", "15m", "threshold", 30)));
        Object run = list(member(list(member(report, "alerts")).getFirst(), "runs")).getFirst();
        List<?> fired =
                (List<?>)
                        visit.ask(
                                "[...document.querySelectorAll('[data-name=fired]')].map(e =>"
                                        + " Number(e.dataset.number))");
        assertThat(((Number) fired.get(0)).doubleValue()).isEqualTo(1);
        assertThat(((Number) fired.get(1)).doubleValue()).isEqualTo(member(run, "fired"));
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void rules_areTheApis_andCanBeFound() {
        Visit visit = visit("#/rules");
        visit.until("document.querySelector('[data-rule=wrong][data-health=err] .problem')");
        List<Object> groups = watched.data("rules", Map.of(), "groups");
        long rules = groups.stream().mapToLong(g -> list(member(g, "rules")).size()).sum();
        assertThat(number(visit, "all")).isEqualTo(rules);
        assertThat(number(visit, "failing")).isEqualTo(1);
        assertThat(count(visit, "[data-rule]")).isEqualTo(rules);
        visit.page().fill("input[name=find]", "vector(5)");
        visit.until("document.querySelectorAll('[data-rule]').length === 1");
        assertThat((String) visit.ask("location.hash")).contains("find=vector");
    }

    @Test
    void objective_isTheApis() {
        Visit visit = visit("#/slos");
        visit.until("document.querySelector('.slo-detail .chart .curve')");
        Object slo = watched.data("slos/availability", Map.of());
        assertThat(number(visit, "availability"))
                .isEqualTo(member(member(slo, "budget"), "left"))
                .isBetween(0.0, 0.99);
        assertThat(number(visit, "total")).isEqualTo(member(slo, "total"));
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void store_isTheApis() {
        Visit visit = visit("#/status?tab=cardinality");
        visit.until("document.querySelector('#by-metric tbody tr')");
        Object tsdb = watched.data("status/tsdb", Map.of());
        assertThat(number(visit, "series"))
                .isEqualTo(member(member(tsdb, "headStats"), "numSeries"));
        for (Object metric : list(member(tsdb, "seriesCountByMetricName"))) {
            assertThat(number(visit, (String) member(metric, "name")))
                    .isEqualTo(member(metric, "value"));
        }
        visit.page().click("a[href*='tab=storage']");
        visit.until("document.querySelector('[data-name=prometheus_tsdb_head_series]')");
        assertThat(number(visit, "prometheus_tsdb_head_series"))
                .isEqualTo(member(member(tsdb, "headStats"), "numSeries"));
    }

    @Test
    void settings_areTheApis() {
        Visit visit = visit("#/status?tab=config");
        visit.untilText("#page", "job_name: shop");
        visit.page().click("a[href*='tab=features']");
        visit.until("document.querySelector('[data-feature=\"promql.bool\"]')");
        visit.until("document.activeElement.textContent === 'Features'");
    }

    @Test
    void diagnosis_isTheDoctors() {
        Visit visit = visit("#/targets");
        String gone = row("127.0.0.1:1");
        visit.page().click(gone + " button");
        visit.until(there(gone + " .doctor [data-problem=refused]"));
        assertThat(visit.text(gone + " .doctor")).contains("Nothing listens at 127.0.0.1:1");
        assertThat((String) visit.ask("location.hash")).contains("pool=gone");
        visit.page().click(row(shop()) + " button");
        visit.until(there(row(shop()) + " .doctor [data-step]"));
        assertThat(visit.text(row(shop()) + " .doctor [data-step]")).contains("env=\"test\"");
        assertThat(visit.complaints()).isEmpty();
    }

    private static String row(String target) {
        return "tr[data-target=\"http://" + target + "/metrics\"]";
    }

    private static String there(String selector) {
        return "document.querySelector('" + selector + "')";
    }

    @Test
    void plan_isTheApis() {
        Visit visit = visit("#/query?q=sum(up)");
        visit.page().click("#query-explain summary");
        visit.until("document.querySelector('#query-plan [data-operator]')");
        assertThat((String) visit.ask("location.hash")).contains("explain=1");
        Object plan =
                watched.data("explain", Map.of("query", "sum(up)", "time", 0, "analyze", "true"));
        List<String> operators = new ArrayList<>();
        for (Object o = member(plan, "operators"); o != null; o = input(o)) {
            operators.add((String) member(o, "operator"));
        }
        assertThat(operators).hasSizeGreaterThan(1);
        assertThat(
                        (List<?>)
                                visit.ask(
                                        "[...document.querySelectorAll('[data-operator]')].map(e =>"
                                                + " e.dataset.operator)"))
                .hasSameSizeAs(operators);
        assertThat(number(visit, "totalQueryableSamples")).isPositive();
        assertThat(visit.complaints()).isEmpty();
    }

    private static @Nullable Object input(Object operator) {
        List<Object> inputs = list(member(operator, "inputs"));
        return inputs.isEmpty() ? null : inputs.getFirst();
    }

    @Test
    void draggedSpan_isShownAlone() {
        Visit visit = visit("#/query?q=up&range=5m");
        visit.until("document.querySelector('#query-result[data-state=data] .curve')");
        BoundingBox box = visit.page().locator(".chart").first().boundingBox();
        Mouse mouse = visit.page().mouse();
        mouse.move(box.x + box.width / 2, box.y + 50);
        mouse.down();
        mouse.move(box.x + box.width * 0.9, box.y + 60);
        visit.until("document.querySelector('.chart .selection')");
        mouse.up();
        visit.until("/end=\\d+/.test(location.hash)");
        double range =
                ((Number) visit.ask("Number(/range=(\\d+)s/.exec(location.hash)[1])"))
                        .doubleValue();
        assertThat(range).isBetween(100.0, 140.0); // two fifths of five minutes
        visit.until("document.querySelector('#live').checkVisibility()");
        visit.page().click("#live");
        visit.until("!location.hash.includes('end=')");
        visit.page().click("#earlier");
        visit.until("location.hash.includes('end=')");
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void chart_isSavedAsNumbersAndPicture() throws IOException {
        Visit visit = visit("#/query?q=up");
        visit.until("document.querySelector('#query-result[data-state=data] .curve')");
        List<String> lines = Files.readAllLines(saved(visit, "csv"));
        assertThat(lines.getFirst()).startsWith("time,").contains("job=\"\"shop\"\"");
        assertThat(lines.getLast()).matches("\\d{4}-.*Z,(1,0|0,1)");
        BufferedImage picture = ImageIO.read(saved(visit, "png").toFile());
        BoundingBox chart = visit.page().locator("#query-result .chart").first().boundingBox();
        assertThat(picture.getWidth()).isEqualTo((int) (2 * (chart.width + 32)));
        // Above the chart what it is of, the query, and which time; below it what the colours mean.
        assertThat(picture.getHeight())
                .isEqualTo((int) (2 * (chart.height + 32 + 3 * 18 + 12 + 18 + 8)));
        assertThat(picture.getRGB(0, 0)).isEqualTo(0xffffffff); // the colour of a card
        assertThat(inks(picture, 2 * 16, 2 * (16 + 3 * 18)))
                .as("rows with letters above the chart")
                .isGreaterThan(2 * 3 * 8);
        assertThat(visit.complaints()).isEmpty();
    }

    /// How many of the rows of a picture are not of one colour.
    private static long inks(BufferedImage picture, int from, int to) {
        return IntStream.range(from, to)
                .filter(
                        y ->
                                IntStream.range(0, picture.getWidth())
                                        .anyMatch(
                                                x -> picture.getRGB(x, y) != picture.getRGB(0, y)))
                .count();
    }

    /// By keys.
    private static Path saved(Visit visit, String kind) {
        visit.page().focus("[data-save=" + kind + "]");
        return visit.page().waitForDownload(() -> visit.page().keyboard().press("Enter")).path();
    }

    /// Seoul is nine hours ahead, all year round.
    @Test
    void times_areTheReadersOrUtc() {
        Visit visit =
                CHROMIUM.visit(
                        watched.narthex().url("#/query?q=up&range=5m&end=1700000000"),
                        Viewer.DESK.in("Asia/Seoul"));
        visit.untilText("#state", "Nov 15, 07:13:20");
        visit.page().selectOption("#zone", "utc");
        visit.untilText("#state", "Nov 14, 22:13:20");
        visit.page().reload();
        visit.untilText("#state", "Nov 14, 22:13:20");
        assertThat(visit.complaints()).isEmpty();
    }

    /// In the other theme only colours are others.
    @Test
    void pages_areAccessibleInBothThemes() {
        Visit visit = visit("#/status");
        visit.untilLoaded();
        Axe.bring(visit);
        List<String> others =
                List.of(
                        "#/query?q=up&explain=1",
                        "#/dashboard",
                        "#/targets?pool=shop&instance=" + shop());
        for (String hash : Stream.concat(others.stream(), PageFiles.LISTS.stream()).toList()) {
            visit.go(hash);
            assertThat(Axe.violations(visit, ColorScheme.LIGHT)).as(hash).isEmpty();
            assertThat(Axe.violations(visit, ColorScheme.DARK))
                    .as("%s in the dark", hash)
                    .isEmpty();
        }
        assertThat(visit.complaints()).isEmpty();
    }

    private static String shop() {
        return watched.application().target();
    }
}
