package io.narthex.browser;

import static io.narthex.testkit.PrometheusApi.list;
import static io.narthex.testkit.PrometheusApi.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;

import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;

/// Dashboards show themselves by what is scraped, and are edited and saved on the page.
class DashboardsTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    /// A Django service on a machine that node_exporter knows.
    private static final String METRICS =
            """
            django_http_requests_total_by_method_total{method="GET"} 7
            node_cpu_seconds_total{cpu="0",mode="idle"} 5
            """;

    private static Answers target;
    private static Served narthex;

    @BeforeAll
    static void start() {
        target = Answers.metrics(() -> METRICS);
        narthex =
                Served.writable(
                                """
                                global: {scrape_interval: 1s}
                                scrape_configs:
                                  - job_name: shop
                                    static_configs: [{targets: ["%s"]}]
                                """
                                        .formatted(target.target()))
                        .withData();
    }

    @AfterAll
    static void stop() {
        narthex.close();
        target.close();
    }

    private static Visit visit(String hash) {
        return CHROMIUM.visit(narthex.url(hash), Viewer.DESK);
    }

    private static String there(String selector) {
        return "document.querySelector('" + selector + "')";
    }

    private static List<?> all(Visit visit, String selector, String member) {
        return (List<?>)
                visit.ask(
                        "[...document.querySelectorAll('%s')].map(e => e.%s)"
                                .formatted(selector, member));
    }

    /// Writes another query, as people do.
    private static void write(Visit visit, String query) {
        visit.page().click("[data-field=query] .cm-content");
        visit.page().keyboard().press("Control+a");
        visit.page().keyboard().press("Delete");
        visit.page().keyboard().type(query);
    }

    private static void assertAccessible(Visit visit) {
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            assertThat(Axe.violations(visit, theme)).as("%s", theme).isEmpty();
        }
    }

    /// The dashboards of the API, of which some apply and some do not.
    private static List<Object> boards(boolean applying) {
        return list(PrometheusApi.data(narthex.api().get("api/v1/dashboards", Map.of()))).stream()
                .filter(board -> member(board, "applies").equals(applying))
                .map(board -> member(board, "name"))
                .toList();
    }

    private static Object board(String name) {
        return list(PrometheusApi.data(narthex.api().get("api/v1/dashboards", Map.of()))).stream()
                .filter(board -> member(board, "name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Object> ids(Object board) {
        return list(member(board, "panels")).stream().map(panel -> member(panel, "id")).toList();
    }

    @Test
    void packs_showThemselvesByWhatIsScraped() {
        Visit visit = visit("");
        visit.until(there(".boards [aria-current]"));
        assertThat(boards(true)).contains("django", "node").doesNotContain("fastapi");
        assertThat(all(visit, ".boards > a", "dataset.board")).isEqualTo(boards(true));
        assertThat(all(visit, ".others a", "dataset.board")).isEqualTo(boards(false));
        assertThat(all(visit, ".boards [aria-current]", "dataset.board"))
                .isEqualTo(List.of("django"));
        assertThat(all(visit, ".panel[id^=panel-]", "id.slice(6)")).isEqualTo(ids(board("django")));
        visit.page().click(".others summary");
        assertThat(visit.text(".others ul")).contains("needs fastapi_request_count_total");
        Axe.bring(visit);
        assertAccessible(visit);
        visit.page().click(".boards [data-board=node]");
        visit.until(there("#panel-load"));
        assertThat((String) visit.ask("location.hash")).contains("board=node");
        assertThat(all(visit, ".panel[id^=panel-]", "id.slice(6)")).isEqualTo(ids(board("node")));
        assertThat(visit.complaints()).isEmpty();
    }

    /// Whoever saves a pack has one of their own in its place, and can go back.
    @Test
    void addedPanel_isThereAfterAReload_untilWhatWasSavedIsRemoved() {
        Visit visit = visit("#/dashboard?board=node&edit=panels");
        visit.until(there("[data-act=add]"));
        visit.page().click("[data-act=add]");
        visit.page().fill("[data-field=title] input", "Processors");
        visit.page().fill("[data-field=unit] input", "cores");
        visit.page().fill("[data-field=read] textarea", "How many there are.");
        visit.page().fill("[data-field=why] textarea", "To know the machine.");
        write(visit, "count(node_cpu_seconds_total)");
        visit.until(there("#panel-preview .now[data-value=\"1\"]"));
        Axe.bring(visit);
        assertAccessible(visit);
        for (int i = ids(board("node")).size(); i > 0; i--) {
            visit.page().click("li:has(> .panel-form) [data-act=up]");
        }
        visit.page().click("[data-act=save]");
        visit.untilText(".done", "Saved");
        assertThat(member(board("node"), "origin")).isEqualTo("saved");
        visit.page().click("[data-act=view]");
        visit.until(there(".panel .now[data-query=\"count(node_cpu_seconds_total)\"]"));
        visit.page().reload();
        visit.until(there(".panel .now[data-query=\"count(node_cpu_seconds_total)\"]"));
        assertThat(visit.text(".panel")).contains("Processors", "How many there are.");
        visit.page().click(".board-head .edit");
        visit.page().click("[data-act=back]");
        visit.untilText(".done", "removed");
        assertThat(member(board("node"), "origin")).isEqualTo("pack");
        assertThat(all(visit, ".panel-list > li", "dataset.panel")).isEqualTo(ids(board("node")));
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void whatTheServerRefuses_isSaidAtItsPlace() {
        Visit visit = visit("#/dashboard?board=django&edit=panels");
        visit.page().click(".panel-list > li:nth-child(2) .toggle");
        write(visit, "sum( ");
        visit.page().click("[data-act=save]");
        visit.untilText(".panel-list > li:nth-child(2) [data-field=query] .problem", "parse error");
        assertThat(member(board("django"), "origin")).isEqualTo("pack");
        visit.page().click("#edit .tabs a[href*=json]");
        visit.until(there(".raw-file") + "?.value.includes('\"sum( ')");
        visit.page().click("[data-act=discard]");
        visit.until("!" + there(".raw-file") + ".value.includes('\"sum( ')");
    }

    @Test
    void matchers_areAddedToSelectorsOnly() {
        Map<String, String> queries =
                Map.of(
                        "braces", "count(up{job!=\"x\",})",
                        "groups",
                                "count by (job) (label_replace(up, \"a\", \"up{}\", \"b\", \"\"))",
                        "subquery", "max_over_time(count({__name__=\"up\"} offset 1s)[1m:1s])",
                        "both", "count(up or ignoring (job) node_cpu_seconds_total)",
                        "none", "vector(1)");
        String panels =
                String.join(
                        ",",
                        queries.entrySet().stream()
                                .map(
                                        e ->
                                                "{id: '%s', title: 'a', unit: 'b', read: 'c', why: 'd', format: 'number', query: '%s'}"
                                                        .formatted(e.getKey(), e.getValue()))
                                .toList());
        Visit visit = visit("#/dashboard?board=shapes&var-job=shop&var-cpu=0");
        visit.untilText(".waiting", "shapes");
        visit.ask(
                """
                fetch('api/v1/dashboards/shapes', {method: 'PUT', headers: {'Content-Type': 'application/json'},
                    body: JSON.stringify({title: 'Shapes', variables: ['job', 'cpu'], panels: [%s]})})
                    .then(answer => answer.text())\
                """
                        .formatted(panels));
        visit.untilText("#panel-braces .query", "shop");
        visit.untilText("#panel-both .query", "shop");
        assertThat(visit.text("#panel-braces .query"))
                .isEqualTo("count(up{job=\"shop\",job!=\"x\",})");
        assertThat(visit.text("#panel-groups .query"))
                .isEqualTo(
                        "count by (job) (label_replace(up{job=\"shop\"}, \"a\", \"up{}\", \"b\","
                                + " \"\"))");
        assertThat(visit.text("#panel-subquery .query"))
                .isEqualTo("max_over_time(count({job=\"shop\",__name__=\"up\"} offset 1s)[1m:1s])");
        assertThat(visit.text("#panel-both .query"))
                .isEqualTo(
                        "count(up{job=\"shop\"} or ignoring (job)"
                                + " node_cpu_seconds_total{job=\"shop\",cpu=\"0\"})");
        assertThat(visit.text("#panel-both .unfiltered")).contains("cpu", "up");
        assertThat(visit.text("#panel-none .query")).isEqualTo("vector(1)");
        visit.until(there("#panel-braces .now[data-value=\"1\"]"));
        visit.ask(
                "fetch('api/v1/dashboards/shapes', {method: 'DELETE'}).then(answer =>"
                        + " answer.text())");
    }
}
