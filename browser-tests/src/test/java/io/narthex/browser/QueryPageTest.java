package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Questions of the reader's own.
class QueryPageTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static DemoUnderLoad demo;
    private static Served narthex;

    @BeforeAll
    static void start() {
        demo = DemoUnderLoad.start();
        narthex = Served.scraping(demo.target()).withData();
    }

    @AfterAll
    static void stop() {
        narthex.close();
        demo.close();
    }

    private static Visit run(String query) {
        Visit visit = CHROMIUM.visit(narthex.url("#/query"), Viewer.DESK);
        visit.page().fill("#query-input", query);
        visit.page().click("#query-run");
        return visit;
    }

    private static String queryInHash(Visit visit) {
        String hash = (String) visit.ask("location.hash");
        return URLDecoder.decode(
                hash.replaceFirst(".*[?&]q=", "").replaceFirst("&.*", ""), StandardCharsets.UTF_8);
    }

    @Test
    void typedQuery_isAnsweredAndInTheLink() {
        String query = "sum by (job) (up)";
        Visit visit = run(query);
        visit.until("document.querySelector('#query-result')?.innerText.includes('fastapi')");
        assertThat(queryInHash(visit)).isEqualTo(query);
        assertThat(visit.complaints()).isEmpty();

        Visit other = CHROMIUM.visit(visit.page().url(), Viewer.DESK);
        other.until("document.querySelector('#query-result')?.innerText.includes('fastapi')");
        assertThat(other.page().inputValue("#query-input")).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fastapi_request_count_total",
                "sum(rate(fastapi_request_count_total[5m]))",
                "sum(rate(fastapi_request_count_total{endpoint!=\"/metrics\"}[1s]))"
            })
    void doubtfulQuery_hasAHint(String query) {
        Visit visit = run(query);
        visit.until("document.querySelectorAll('#query-notes li').length > 0");
        assertThat(visit.text("#query-notes li")).startsWith("Hint:").hasSizeGreaterThan(20);
    }

    @Test
    void goodQuery_hasNoHint() {
        Visit visit = run(PageFiles.panel("rps").query());
        visit.until("document.querySelector('#query-result[data-state=data]')");
        assertThat(visit.ask("document.querySelectorAll('#query-notes li').length")).isEqualTo(0);
    }

    @Test
    void syntaxError_isShownWhereItIs() {
        Visit visit = run("sum(up) up");
        visit.until("document.querySelector('#page .problem mark')");
        assertThat(visit.text("#page .problem mark")).isEqualTo("u");
        assertThat(visit.text("#page .problem p")).containsIgnoringCase("line 1, column 9");
        assertThat(visit.text("#page .problem pre")).isEqualTo("sum(up) up");
    }

    @Test
    void panelsQuery_opensIt() {
        Visit visit = CHROMIUM.visit(narthex.url(""), Viewer.DESK);
        visit.until("document.querySelector('#panel-errors[data-state=data]')");
        visit.page().click("#panel-errors a.query");
        visit.until("document.querySelector('#query-input')");
        String query = PageFiles.panel("errors").query();
        assertThat(visit.page().inputValue("#query-input")).isEqualTo(query);
        assertThat(queryInHash(visit)).isEqualTo(query);
        visit.until("document.querySelector('#query-result[data-state=data]')");
    }
}
