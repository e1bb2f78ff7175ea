package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.regex.Pattern;

/// The page speaks the browser's language, or the one that its reader chose.
class LanguageTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    /// A place that a sentence leaves for a value.
    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

    private static DemoUnderLoad demo;
    private static Served narthex;

    @BeforeAll
    static void start() {
        demo = DemoUnderLoad.start();
        narthex = Served.scraping(demo.target(), "127.0.0.1:1");
    }

    @AfterAll
    static void stop() {
        narthex.close();
        demo.close();
    }

    private static void assertSpeaks(Visit visit, String language) {
        visit.until("document.documentElement.lang === '" + language + "'");
        visit.until("document.querySelector('#panel-rps')");
        for (PageFiles.Panel panel : PageFiles.panels()) {
            Map<String, String> words = panel.words().get(language);
            assertThat(visit.text("#panel-" + panel.id()))
                    .contains(words.get("title"), words.get("read"), words.get("why"));
        }
    }

    @Test
    void messages_haveTheSameKeysInBothLanguages() {
        assertThat(PageFiles.messages("ko").keySet()).isEqualTo(PageFiles.messages("en").keySet());
    }

    @ParameterizedTest
    @CsvSource({"ko,ko", "ko-KR,ko", "en,en", "en-GB,en", "fr,en"})
    void browsersLanguage_isSpoken(String browser, String page) {
        assertSpeaks(CHROMIUM.visit(narthex.url(""), Viewer.DESK.reading(browser)), page);
    }

    @Test
    void choice_isKept() {
        Visit visit = CHROMIUM.visit(narthex.url(""), Viewer.DESK);
        assertSpeaks(visit, "en");
        visit.page().selectOption("#language", "ko");
        assertSpeaks(visit, "ko");
        visit.page().reload();
        assertSpeaks(visit, "ko");
        visit.page().selectOption("#language", "en");
        assertSpeaks(visit, "en");
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void link_winsOverTheBrowser() {
        assertSpeaks(CHROMIUM.visit(narthex.url("#/dashboard?lang=ko"), Viewer.DESK), "ko");
        assertSpeaks(
                CHROMIUM.visit(narthex.url("#/dashboard?lang=en"), Viewer.DESK.reading("ko")),
                "en");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#/dashboard",
                "#/targets",
                "#/query?q=fastapi_request_count_total",
                "#/query?q=sum(rate("
            })
    void keysAndPlaceholders_doNotShowThrough(String hash) {
        for (String language : new String[] {"en", "ko"}) {
            Visit visit = CHROMIUM.visit(narthex.url(hash), Viewer.DESK.reading(language));
            visit.untilLoaded();
            String text = visit.text("body");
            PageFiles.messages(language)
                    .forEach(
                            (key, sentence) -> {
                                if (key.contains(".")) {
                                    assertThat(text).doesNotContain(key);
                                }
                                PLACE.matcher(sentence)
                                        .results()
                                        .forEach(m -> assertThat(text).doesNotContain(m.group()));
                            });
        }
    }
}
