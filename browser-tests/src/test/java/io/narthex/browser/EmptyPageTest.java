package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/// A server that scrapes nothing: the page says so in words.
class EmptyPageTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    /// What JavaScript writes where a value is missing.
    private static final String LEAK = "(?s).*(\\b(NaN|undefined|null|Infinity)\\b|\\[object ).*";

    private static final Path MISSING = Path.of("..", "web-ui", "src", "build", "missing.js");

    private static Served narthex;

    @BeforeAll
    static void start() {
        narthex = Served.with("");
    }

    @AfterAll
    static void stop() {
        narthex.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ko"})
    void dashboard_withoutData_saysWhatIsLookedFor(String language) {
        Visit visit = CHROMIUM.visit(narthex.url(""), Viewer.DESK.reading(language));
        visit.untilText(".waiting", "fastapi_request_count_total");
        assertThat(visit.text(".waiting"))
                .contains(
                        "django_http_",
                        "node_cpu_",
                        PageFiles.messages(language).get("board.come"));
        assertThat(visit.text("#targets"))
                .isEqualTo(PageFiles.messages(language).get("targets.none"));
        assertThat(visit.text("body")).doesNotMatch(LEAK);
        visit.page().click(".waiting a[href*=fastapi]");
        visit.untilPanelsHave("empty");
        visit.until("[...document.querySelectorAll('.panel .empty')].every(e => e.innerText[10])");
        assertThat(visit.text("body")).doesNotMatch(LEAK);
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void unknownDashboard_isSaid() {
        Visit visit = CHROMIUM.visit(narthex.url("#/dashboard?board=gone"), Viewer.DESK);
        visit.untilText(".waiting h2", "gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/targets", "#/query", "#/query?q=up&range=15m"})
    void otherPages_withoutData_sayWhatToDo(String hash) {
        Visit visit = CHROMIUM.visit(narthex.url(hash), Viewer.DESK);
        visit.untilLoaded();
        assertThat(visit.text("main")).hasSizeGreaterThan(20).doesNotMatch(LEAK);
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void lists_withoutData_sayWhatToDo() {
        Visit visit = CHROMIUM.visit(narthex.url("#/targets"), Viewer.DESK);
        visit.untilLoaded();
        for (String hash : PageFiles.LISTS) {
            visit.go(hash);
            assertThat(visit.text("main")).as(hash).hasSizeGreaterThan(20).doesNotMatch(LEAK);
        }
        assertThat(visit.complaints()).isEmpty();
    }

    /// As it is served where it was built without npm.
    @Test
    void pageWithoutItsScript_saysHowToGetIt() {
        Visit visit = CHROMIUM.visit("about:blank", Viewer.DESK);
        visit.page()
                .route(
                        "**/js/main.js",
                        route ->
                                route.fulfill(
                                        new Route.FulfillOptions()
                                                .setContentType("text/javascript")
                                                .setPath(MISSING)));
        visit.page().navigate(narthex.url(""));
        visit.untilText("main", "Node 20");
        assertThat(visit.text("main")).contains("npm", "./narthex", "API");
        assertThat(visit.text("header")).isEqualToIgnoringWhitespace("Narthex");
        assertThat(visit.complaints()).isEmpty();
    }
}
