package io.narthex.browser;

import static io.narthex.testkit.PrometheusApi.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import static java.util.stream.Collectors.joining;

import com.microsoft.playwright.Keyboard;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// The dashboard's variables: what is chosen of them narrows down every number that has the label.
class VariablesTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static final String CONFIGURATION =
            """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: shop
                static_configs: [{targets: ["%s"]}]
              - job_name: mail
                static_configs: [{targets: ["%s"]}]
            """;

    /// So many values get a field that narrows the list down.
    private static final int ENDPOINTS = 12;

    private static Answers shop;
    private static Answers mail;
    private static Served narthex;

    @BeforeAll
    static void start() {
        shop = application(3);
        mail = application(1);
        narthex = Served.with(CONFIGURATION.formatted(shop.target(), mail.target())).withData();
    }

    @AfterAll
    static void stop() {
        narthex.close();
        shop.close();
        mail.close();
    }

    /// Requests grow by the same number with each scrape, more for each endpoint.
    private static Answers application(int pace) {
        AtomicInteger scrapes = new AtomicInteger();
        return Answers.metrics(
                () -> {
                    int n = pace * scrapes.incrementAndGet();
                    return IntStream.range(0, ENDPOINTS)
                                    .mapToObj(i -> request("/items/{" + i + "}", n * (i + 1)))
                                    .collect(joining())
                            + "process_cpu_seconds_total "
                            + n
                            + "\n";
                });
    }

    private static String request(String endpoint, int n) {
        return "fastapi_request_count_total{endpoint=\"%s\",method=\"GET\",status_code=\"200\"} %d\n"
                .formatted(endpoint, n);
    }

    private static String control(String variable) {
        return "[data-variable=" + variable + "] > button";
    }

    private static String there(String selector) {
        return "document.querySelector('" + selector + "')";
    }

    /// The number of a panel is what the API says to its query, which has a part. A sample may
    /// arrive between both questions, so a number that is different is looked at again.
    private static void assertAsked(Visit visit, String panel, String part) {
        String value = there("#panel-" + panel + " .now");
        visit.until(value + "?.dataset.query?.includes(String.raw`" + part + "`)");
        await().atMost(Duration.ofSeconds(30))
                .pollInSameThread()
                .untilAsserted(
                        () -> {
                            Map<?, ?> shown = (Map<?, ?>) visit.ask("({..." + value + ".dataset})");
                            Map<Map<String, String>, Double> expected =
                                    narthex.api()
                                            .vector(
                                                    (String) shown.get("query"),
                                                    Double.parseDouble((String) shown.get("time")));
                            assertThat(expected).hasSize(1);
                            assertThat(Double.parseDouble((String) shown.get("value")))
                                    .isCloseTo(expected.values().iterator().next(), within(1e-9))
                                    .isPositive();
                        });
    }

    @Test
    void choice_isALink_andNarrowsEveryQueryThatHasTheLabel() {
        Visit visit =
                CHROMIUM.visit(
                        narthex.url("#/dashboard?var-job=shop&var-endpoint=/items/%7B1%7D"),
                        Viewer.DESK);
        assertAsked(visit, "rps", "{job=\"shop\",endpoint=\"/items/{1}\",endpoint!=");
        assertAsked(visit, "cpu", "process_cpu_seconds_total{job=\"shop\"}");
        assertThat(visit.text("#panel-cpu .unfiltered"))
                .contains("endpoint", "process_cpu_seconds_total");
        assertThat(visit.text("#panel-rps .unfiltered")).isEmpty();
        assertThat(visit.text(control("job"))).contains("shop");
        assertThat(visit.text(control("instance"))).contains("all");
        assertThat(visit.text("#panel-rps .query")).contains("endpoint=\"/items/{1}\"");
        visit.page().click("#panel-rps .query");
        visit.untilText("#query-input", "{job=\"shop\",endpoint=\"/items/{1}\",");
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    void values_areThoseThatGoWithTheOtherChoices() {
        Visit visit = CHROMIUM.visit(narthex.url("#/dashboard?var-job=mail"), Viewer.DESK);
        visit.until(there(control("instance")));
        visit.page().click(control("instance"));
        visit.until(there("[data-variable=instance] input"));
        assertThat(values(visit, "instance")).containsExactly(mail.target());
        visit.page().click(control("job"));
        visit.until(
                there("[data-variable=job] input")
                        + " && !"
                        + there("[data-variable=instance] input"));
        assertThat(values(visit, "job")).containsExactly("mail", "shop");
        visit.page().click("[data-variable=job] .all");
        visit.until("!location.hash.includes('var-job')");
        visit.untilText(control("job"), "all");
    }

    private static List<Object> values(Visit visit, String variable) {
        return list(
                visit.ask(
                        "[...document.querySelectorAll('[data-variable=%s] input[type=checkbox]')].map(e => e.value)"
                                .formatted(variable)));
    }

    @Test
    void keysAlone_chooseTwoOfManyValues() {
        Visit visit = CHROMIUM.visit(narthex.url(""), Viewer.DESK);
        visit.until(there(control("endpoint")));
        visit.page().focus(control("endpoint"));
        Keyboard keyboard = visit.page().keyboard();
        keyboard.press("ArrowDown");
        visit.until("document.activeElement.type === 'search'");
        keyboard.type("{1");
        visit.until("document.querySelectorAll('[data-variable=endpoint] label').length === 3");
        keyboard.press("ArrowDown");
        keyboard.press("Space");
        keyboard.press("End");
        keyboard.press("Space");
        visit.untilText(control("endpoint"), "2 of 12");
        keyboard.press("Escape");
        visit.until("document.activeElement.matches('" + control("endpoint") + "')");
        visit.until("!" + there("[data-variable=endpoint] input"));
        assertAsked(visit, "rps", "{endpoint=~\"/items/\\\\{1\\\\}|/items/\\\\{11\\\\}\",");
        visit.page().reload();
        visit.untilText(control("endpoint"), "2 of 12");
        assertThat(visit.complaints()).isEmpty();
    }
}
