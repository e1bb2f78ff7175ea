package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;

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

    private static final String OFFERED = ".cm-tooltip-autocomplete";

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

    private static String offers(String name) {
        return "document.querySelector('%s')?.innerText.includes('%s')".formatted(OFFERED, name);
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
        assertThat(other.text("#query-input")).isEqualTo(query);
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
        assertThat(visit.text("#query-input")).isEqualTo(query);
        assertThat(queryInHash(visit)).isEqualTo(query);
        visit.until("document.querySelector('#query-result[data-state=data]')");
    }

    /// By keys alone, from the page that opens first to the answer.
    @Test
    void writer_isOfferedWhatTheServerHas() {
        Visit visit = CHROMIUM.visit(narthex.url(""), Viewer.DESK);
        visit.untilLoaded();
        Keyboard keyboard = visit.page().keyboard();
        keyboard.press("/");
        visit.until("document.activeElement?.id === 'query-input'");
        keyboard.type("sum(rate(fastapi_request_cou");
        visit.until(offers("fastapi_request_count_total"));
        // A list that has just come takes no Enter, lest it takes one that was meant for the query.
        visit.until("document.querySelector('%s')".formatted(OFFERED + " li[aria-selected]"));
        visit.page().waitForTimeout(150);
        keyboard.press("Enter");
        visit.untilText("#query-input", "fastapi_request_count_total");
        keyboard.type("{endp");
        visit.until(offers("endpoint"));
        keyboard.press("Escape");
        keyboard.type("oint!=\"/metrics\"}[5m]))");
        assertThat(visit.text("#query-input"))
                .isEqualTo("sum(rate(fastapi_request_count_total{endpoint!=\"/metrics\"}[5m]))");
        keyboard.press("Enter");
        visit.until("document.querySelector('#query-result[data-state=data]')");
        assertThat(visit.complaints()).isEmpty();
    }

    /// What is offered after a finished query would otherwise take the Enter that runs it.
    @Test
    void enter_runsAFinishedQuery() {
        Visit visit = CHROMIUM.visit(narthex.url("#/query"), Viewer.DESK);
        visit.page().click("#query-input");
        Keyboard keyboard = visit.page().keyboard();
        keyboard.type("sum(up)");
        visit.page().waitForTimeout(300);
        assertThat(visit.page().locator(OFFERED).count()).isZero();
        keyboard.press("Control+Space");
        visit.until(offers("+"));
        keyboard.press("Escape");
        keyboard.press("Enter");
        visit.until("document.querySelector('#query-result[data-state=data]')");
        assertThat(queryInHash(visit)).isEqualTo("sum(up)");
        visit.page().fill("#query-input", "");
        keyboard.type("up");
        visit.until(offers("up"));
        visit.page().waitForTimeout(150);
        keyboard.press("Enter");
        visit.until("decodeURIComponent(location.hash).includes('q=up&')");
    }

    @Test
    void format_isTheServers_andCanBeUndone() {
        String query = "sum by(job)(rate(fastapi_request_count_total{endpoint!='/metrics'}[5m]))";
        Visit visit = run(query);
        visit.page().click("#query-format");
        visit.untilText("#query-input", "sum by (job) (");
        assertThat(visit.text("#query-input")).contains("endpoint!=\"/metrics\"");
        visit.page().keyboard().press("Control+z");
        visit.until("document.activeElement.innerText === " + "\"" + query + "\"");
        visit.page().fill("#query-input", "sum(");
        visit.page().click("#query-format");
        visit.until("document.querySelector('#page .problem mark')");
    }

    @Test
    void recentQueries_areKeptOnThisMachine() {
        Visit visit = CHROMIUM.visit(narthex.url("#/query"), Viewer.DESK);
        visit.page().click("#query-recent summary");
        assertThat(visit.text("#query-recent")).contains("No query was run");
        for (String query : new String[] {"up", "up == 1", "up"}) {
            visit.page().fill("#query-input", query);
            visit.page().click("#query-run");
        }
        visit.page().reload();
        visit.page().click("#query-recent summary");
        assertThat(visit.page().locator("#query-recent li").allInnerTexts())
                .containsExactly("up", "up == 1");
        visit.page().click("#query-recent li:nth-child(2) a");
        visit.untilText("#query-input", "up == 1");
        assertThat(queryInHash(visit)).isEqualTo("up == 1");
    }
}
