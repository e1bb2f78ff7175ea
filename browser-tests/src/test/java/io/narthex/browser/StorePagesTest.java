package io.narthex.browser;

import static io.narthex.testkit.PrometheusApi.data;
import static io.narthex.testkit.PrometheusApi.list;
import static io.narthex.testkit.PrometheusApi.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;

/// What the pages show of the store to whoever wants less in it, or to see what is in it.
class StorePagesTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static Served narthex;

    @BeforeAll
    static void start() {
        StringBuilder samples = new StringBuilder();
        long now = System.currentTimeMillis();
        for (int user = 0; user < 30; user++) {
            samples.append("logins{job=\"web\",user=\"u%d\"} 1 %d\n".formatted(user, now));
        }
        for (int i = 0; i < 250; i++) {
            samples.append("ticks{job=\"db\"} %d %d\n".formatted(2 * i, now - (250 - i) * 1000L));
        }
        narthex = Served.holding(samples.toString());
    }

    @AfterAll
    static void stop() {
        narthex.close();
    }

    private static Visit visit(String hash) {
        return CHROMIUM.visit(narthex.url(hash), Viewer.DESK);
    }

    private static void assertAccessible(Visit visit) {
        Axe.bring(visit);
        assertThat(Axe.violations(visit, ColorScheme.LIGHT)).isEmpty();
        assertThat(Axe.violations(visit, ColorScheme.DARK)).isEmpty();
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void relabelRule_saysWhatItSaves() {
        Visit visit = visit("#/status?tab=cardinality");
        visit.page().click("#by-label a[href*='label=user']");
        visit.until("document.querySelector('#savings-yaml')");
        assertThat((String) visit.ask("location.hash")).contains("rule=labeldrop", "label=user");
        Object answer =
                data(
                        narthex.api()
                                .get(
                                        "api/v1/status/tsdb/relabel",
                                        Map.of("action", "labeldrop", "label", "user")));
        assertThat(visit.text("#savings-yaml").strip())
                .isEqualTo(((String) member(answer, "yaml")).strip());
        assertThat(number(visit, "savings-series"))
                .isEqualTo(member(member(answer, "series"), "saved"))
                .isEqualTo(29);
        assertThat(number(visit, "savings-bytes"))
                .isEqualTo(member(member(answer, "bytes"), "saved"));
        assertThat(visit.text("#savings .collisions")).contains("29 series", "30 ×");
        assertAccessible(visit);

        visit.page().selectOption("select[name=rule]", "drop");
        visit.page().fill("input[name=label]", "");
        visit.page().fill("input[name=metric]", "ticks");
        visit.page().keyboard().press("Enter");
        visit.untilText("#savings-yaml", "action: drop");
        assertThat(number(visit, "savings-series")).isEqualTo(1);
        assertThat(visit.page().locator("#savings .collisions").count()).isZero();
    }

    private static double number(Visit visit, String name) {
        return ((Number)
                        visit.ask(
                                "Number(document.querySelector('[data-name=\"%s\"]').dataset.number)"
                                        .formatted(name)))
                .doubleValue();
    }

    @Test
    void chunk_isDrawnBitByBit() {
        Visit visit = visit("#/status?tab=storage");
        visit.page().fill("input[name=series]", "ticks");
        visit.page().keyboard().press("Enter");
        visit.until("document.querySelector('#chunk [data-bit]')");
        visit.page().click("#chunk button:text-is('Older')");
        visit.untilText("#chunk .actions span", "chunk 1 of");
        assertThat((String) visit.ask("location.hash")).contains("series=ticks", "chunk=1");
        Object chunk =
                data(
                        narthex.api()
                                .get(
                                        "api/v1/status/tsdb/chunk",
                                        Map.of("series", "ticks", "chunk", 1)));
        StringBuilder bits = new StringBuilder();
        for (char digit : ((String) member(chunk, "bytes")).toCharArray()) {
            String four = Integer.toBinaryString(Character.digit(digit, 16));
            bits.append("0".repeat(4 - four.length())).append(four);
        }
        assertThat(visit.ask("document.querySelector('#chunk .bits').textContent"))
                .isEqualTo(bits.toString());
        List<Object> fields = list(member(chunk, "fields"));
        assertThat(visit.page().locator("#chunk [data-bit]").count()).isEqualTo(fields.size());
        visit.page().focus("#chunk .bits");
        visit.page().keyboard().press("ArrowRight");
        assertThat(visit.text("#chunk .field b"))
                .isEqualTo(
                        "The number of samples: %s."
                                .formatted(list(member(fields.get(1), "values")).getFirst()));
        visit.page().hover("#chunk [data-part=interval]");
        assertThat(visit.text("#chunk .field b")).isEqualTo("A sample comes every 1000 ms.");
        assertThat(visit.page().locator("#chunk-samples tbody tr").count())
                .isEqualTo(list(member(chunk, "samples")).size());
        assertAccessible(visit);
    }

    /// Something that got into a page may say what it wants: it is not run, and nothing is loaded.
    @Test
    void foreignScript_isNotRun() {
        Visit visit = visit("#/query?q=ticks");
        visit.until("document.querySelector('#query-result[data-state=data]')");
        assertThat(visit.complaints()).isEmpty();
        visit.page()
                .evaluate(
                        """
                        () => {
                            const script = document.createElement('script');
                            script.textContent = 'window.foreign = true';
                            document.body.append(script);
                            document.body.insertAdjacentHTML('beforeend',
                                '<p id="odd" style="color: red" onclick="window.foreign = true">odd</p>');
                            document.querySelector('#odd').click();
                        }\
                        """);
        assertThat(visit.ask("window.foreign === undefined")).isEqualTo(true);
        visit.until("getComputedStyle(document.querySelector('#odd')).color !== 'rgb(255, 0, 0)'");
        assertThat(visit.complaints())
                .hasSize(3)
                .allMatch(c -> c.contains("Content Security Policy"));
    }
}
