package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// The page on a phone: 390 pixels wide, touched instead of clicked.
class PhoneTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static DemoUnderLoad demo;
    private static Served narthex;

    @BeforeAll
    static void start() {
        demo = DemoUnderLoad.start();
        narthex = Served.scraping(demo.target(), "127.0.0.1:1").withData();
    }

    @AfterAll
    static void stop() {
        narthex.close();
        demo.close();
    }

    private static Visit dashboard(String language) {
        Visit visit = CHROMIUM.visit(narthex.url(""), Viewer.PHONE.reading(language));
        visit.untilPanelsHave("data");
        return visit;
    }

    @Test
    void panels_standInOneColumn() {
        Visit visit = dashboard("en");
        List<?> lefts =
                (List<?>)
                        visit.ask(
                                "[...document.querySelectorAll('.panel')]"
                                        + ".map(e => Math.round(e.getBoundingClientRect().left))");
        assertThat(lefts).hasSizeGreaterThan(1).allMatch(lefts.getFirst()::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ko"})
    void firstNumber_isSeenWithoutScrolling(String language) {
        Visit visit = dashboard(language);
        assertThat(
                        (Boolean)
                                visit.ask(
                                        """
                                        (box => window.scrollY === 0 && box.height > 0
                                            && box.top >= 0 && box.bottom <= window.innerHeight
                                            && box.left >= 0 && box.right <= window.innerWidth)
                                        (document.querySelector('#panel-rps .now').getBoundingClientRect())\
                                        """))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#/dashboard",
                "#/targets",
                "#/query?q=sum by (endpoint, method, status_code) "
                        + "(rate(fastapi_request_count_total{endpoint!=\"/metrics\"}[5m]))"
            })
    void everyPage_isReadable(String hash) {
        Visit visit = CHROMIUM.visit(narthex.url(hash), Viewer.PHONE);
        visit.untilLoaded();
        assertThat(visit.scrollsSideways()).isFalse();
        assertThat(smallLetters(visit)).isEmpty();
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void lists_areReadable() {
        Visit visit = CHROMIUM.visit(narthex.url("#/targets"), Viewer.PHONE);
        visit.untilLoaded();
        for (String hash : PageFiles.LISTS) {
            visit.go(hash);
            assertThat(visit.scrollsSideways()).as(hash).isFalse();
            assertThat(smallLetters(visit)).as(hash).isEmpty();
        }
        assertThat(visit.complaints()).isEmpty();
    }

    /// Text below 12 pixels. Curves and their names are scaled with the picture, so their size on
    /// the screen counts.
    private static List<?> smallLetters(Visit visit) {
        return (List<?>)
                visit.ask(
                        """
                        (() => {
                            const small = [];
                            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                            while (walker.nextNode()) {
                                const text = walker.currentNode.data.trim();
                                const e = walker.currentNode.parentElement;
                                if (!text || !e.getClientRects().length) continue;
                                const scale = e.getScreenCTM ? e.getScreenCTM().a : 1;
                                const size = parseFloat(getComputedStyle(e).fontSize) * scale;
                                if (size < 11.95) small.push(`${size} px: ${text}`);
                            }
                            return small;
                        })()\
                        """);
    }
}
