package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Targets that cannot be scraped: the page says of each what happened and what to do, and a good
/// target beside them is not disturbed.
class TargetsPageTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private static final Answers GOOD = Answers.metrics(() -> "requests_total 1\n");
    private static final Answers SILENT = Answers.never();
    private static final Answers HTML =
            Answers.with("200 OK", "text/html; charset=utf-8", "<!doctype html><h1>Welcome</h1>");

    /// As Starlette's TrustedHostMiddleware answers.
    private static final Answers HOST =
            Answers.with("400 Bad Request", "text/plain; charset=utf-8", "Invalid host header");

    private static final Answers MISSING =
            Answers.with("404 Not Found", "application/json", "{\"detail\":\"Not Found\"}");

    /// Targets by what is wrong with them, as the API calls it.
    private static Map<String, String> bad;
    private static Served narthex;

    @BeforeAll
    static void start() {
        bad =
                Map.of(
                        "refused", "127.0.0.1:1", // where nobody listens
                        "timeout", SILENT.target(),
                        "html", HTML.target(),
                        "host_refused_starlette", HOST.target(),
                        "not_found", MISSING.target());
        String jobs =
                bad.entrySet().stream()
                        .map(e -> job(e.getKey(), e.getValue()))
                        .collect(Collectors.joining());
        narthex =
                Served.with(
                        "global: {scrape_interval: 3s, scrape_timeout: 3s}\nscrape_configs:\n"
                                + good(GOOD.target())
                                + jobs);
    }

    private static String good(String target) {
        return """
          - job_name: good
            static_configs: [{targets: ["%s"]}]
        """
                .formatted(target);
    }

    /// Patience is longer than a browser that starts may take all cores for, but with the target
    /// that never answers.
    private static String job(String name, String target) {
        String patience = name.equals("timeout") ? "scrape_timeout: 500ms, " : "";
        return "  - {job_name: %s, %sstatic_configs: [{targets: [\"%s\"]}]}\n"
                .formatted(name, patience, target);
    }

    @AfterAll
    static void stop() {
        narthex.close();
        List.of(GOOD, SILENT, HTML, HOST, MISSING).forEach(Answers::close);
    }

    private static Visit targets(String language) {
        Visit visit = CHROMIUM.visit(narthex.url("#/targets"), Viewer.DESK.reading(language));
        visit.until(
                "document.querySelectorAll('tr[data-health=down]').length === %d"
                                .formatted(bad.size())
                        + " && document.querySelectorAll('tr[data-health=up]').length === 1");
        return visit;
    }

    private static String row(String target) {
        return "tr[data-target=\"http://" + target + "/metrics\"]";
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ko"})
    void badTargets_sayWhatHappenedAndWhatToDo(String language) {
        Visit visit = targets(language);
        Map<String, String> messages = PageFiles.messages(language);
        bad.forEach(
                (problem, target) -> {
                    for (String part : new String[] {"what", "todo"}) {
                        assertThat(visit.text(row(target) + " ." + part))
                                .as("%s of %s", part, problem)
                                .matches(filled(messages.get("problem." + problem + "." + part)));
                    }
                });
        assertThat(visit.text(row(bad.get("refused")) + " .what")).contains(bad.get("refused"));
        assertThat(visit.text(row(bad.get("not_found")) + " .what")).contains("404");
        assertThat(visit.complaints()).isEmpty();
    }

    /// Matches a sentence whose places are filled.
    private static Pattern filled(String sentence) {
        return Pattern.compile(
                Arrays.stream(sentence.split("\\{\\w+}", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^{}]+")));
    }

    @Test
    void goodTarget_isNotDisturbed() {
        Visit visit = targets("en");
        assertThat(visit.text(row(GOOD.target()))).doesNotContain("▲");
        assertThat(narthex.api().vector("min_over_time(up{job=\"good\"}[5m])", Double.NaN).values())
                .containsExactly(1.0);
        assertThat(
                        narthex.api()
                                .vector("max_over_time(up{job!=\"good\"}[5m])", Double.NaN)
                                .values())
                .hasSize(bad.size())
                .containsOnly(0.0);
    }
}
