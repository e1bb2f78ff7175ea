package io.narthex.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.http.Annotations.Wanted;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ReceiverOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Document;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

/// Twenty minutes of counters: ten requests per second, and in the second half twenty, of which a
/// tenth fails.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportTest {
    private static final long NOW = System.currentTimeMillis() / 1000 * 1000;
    private static final int STEP_SECONDS = 15;

    private static final ReportRange BEFORE = new ReportRange(NOW - 1_200_000, NOW - 600_000);
    private static final ReportRange DURING = new ReportRange(NOW - 600_000, NOW);

    private static final String CONFIGURATION =
            """
            slos:
              - name: availability
                objective: 99.9
                window: 30d
                indicator:
                  total: fastapi_request_count_total
                  bad: fastapi_request_count_total{status_code=~"5.."}
              - name: latency
                window: 30d
                indicator:
                  latency: {metric: fastapi_request_duration_seconds, threshold: 0.1, ratio: 0.95}
            """;

    private final NarthexServer server = start();
    private String english = "";

    private static NarthexServer start() {
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return NarthexServer.start(
                ServerOptions.of(http).withReceivers(ReceiverOptions.of(true)),
                ConfigFile.parse("report.yml", CONFIGURATION, _ -> null));
    }

    @BeforeAll
    void push() throws Exception {
        StringBuilder text = new StringBuilder();
        double good = 0;
        double bad = 0;
        for (int second = -1500; second <= 0; second += STEP_SECONDS) {
            sample(text, "fastapi_request_count_total", "status_code=\"200\"", good, second);
            sample(text, "fastapi_request_count_total", "status_code=\"500\"", bad, second);
            bucket(text, "0.1", good * 0.9, second);
            bucket(text, "0.8", good + bad, second);
            bucket(text, "+Inf", good + bad, second);
            sample(text, "fastapi_request_duration_seconds_count", "a=\"b\"", good + bad, second);
            sample(text, "process_resident_memory_bytes", "job=\"shop\"", 128 << 20, second);
            boolean incident = second >= -600;
            good += STEP_SECONDS * (incident ? 18 : 10);
            bad += STEP_SECONDS * (incident ? 2 : 0);
        }
        assertThat(new PrometheusApi(server.url()).push(text.toString()).statusCode())
                .isEqualTo(204);
        server.annotations()
                .add(new Wanted(DURING.from(), null, "deployment", "v2 <broken>", List.of()));
        server.annotations()
                .add(new Wanted(NOW - 90_000_000, null, "deployment", "long ago", List.of()));
        english = write(BEFORE, DURING, "en");
    }

    private static void bucket(StringBuilder text, String le, double value, int second) {
        sample(text, "fastapi_request_duration_seconds_bucket", "le=\"" + le + "\"", value, second);
    }

    private static void sample(
            StringBuilder text, String name, String label, double value, int second) {
        text.append(name).append("{method=\"GET\",endpoint=\"/items\",").append(label);
        text.append("} ").append(value).append(' ').append(NOW + second * 1000L).append('\n');
    }

    @AfterAll
    void close() {
        server.close();
    }

    private String write(ReportRange before, ReportRange during, String language) throws Exception {
        return report(before, during, language).page();
    }

    private WrittenReport report(ReportRange before, ReportRange during, String language)
            throws Exception {
        try (ReportServer client = new ReportServer(URI.create(server.url()))) {
            return new Report(before, during, language, ZoneOffset.UTC)
                    .write(client, server.url(), NOW);
        }
    }

    private static String section(String page, String id) {
        int from = page.indexOf("<section id=\"" + id + "\">");
        return page.substring(from, page.indexOf("</section>", from));
    }

    private static String change(String page, String panel) {
        String section = section(page, "panel-" + panel);
        int from = section.indexOf("<p class=\"change\">") + "<p class=\"change\">".length();
        return section.substring(from, section.indexOf("</p>", from));
    }

    @Test
    void panels_sayWhatChangedInNumbers() {
        String page = english;
        assertThat(change(page, "rps"))
                .startsWith("10 requests/sec before, 20 requests/sec during: 2 times as much.")
                .contains("The curve was highest at ");
        assertThat(change(page, "split"))
                .startsWith("GET 200 changed most: 10 requests/sec before, 18 requests/sec during");
        assertThat(change(page, "volume"))
                .startsWith(
                        "6,000 requests within 10 min before, 12,000 requests within 10 min during:"
                                + " 2 times as many in the same time.");
        assertThat(change(page, "errors"))
                .startsWith("0% before, 10% during: +10 percentage points.");
        assertThat(change(page, "p95")).containsPattern("[0-9]+ ms before, [0-9]+ ms during");
        assertThat(change(page, "memory"))
                .startsWith("shop changed most: 128 MiB before, 128 MiB during: about the same.");
        assertThat(change(page, "cpu")).startsWith("There are no data in either span");
        assertThat(section(page, "panel-split")).contains("GET 500</td><td class=\"n\">0</td>");
    }

    @Test
    void korean_saysTheUsersOwnWords() throws Exception {
        String page = write(BEFORE, DURING, "ko");
        assertThat(page).contains("<html lang=\"ko\">", "<dt>읽는 법</dt>", "<dt>의도</dt>");
        assertThat(change(page, "errors")).startsWith("이전 0% → 문제 상황 10%: +10%p. 그래프 최고값은 ");
        assertThat(section(page, "panel-rps")).contains("전체 RPS", "트래픽 급증/급감 탐지(배포·이슈·마케팅 효과).");
    }

    /// Of 12,000 requests a tenth fails; 1 in 10 good ones is slow, and so is each that fails.
    @Test
    void budgets_sayWhatTheSpanCost() {
        assertThat(section(english, "budget"))
                .contains(
                        "<b>availability</b> (99.9% over 30d): 1,200 of 12,000 requests were bad"
                                + " during, which is ")
                .contains("of the budget; before, 0% of it were spent.")
                .contains("<b>latency</b> (95% over 30d): 2,280 of 12,000 requests were bad");
    }

    @Test
    void notes_areMarkedAndListed() {
        String page = english;
        assertThat(section(page, "notes"))
                .containsOnlyOnce("<li>")
                .contains("<b>deployment</b> v2 &lt;broken&gt;");
        assertThat(section(page, "panel-rps")).containsOnlyOnce("<line class=\"mark\"");
        assertThat(section(page, "alerts")).contains("No alert was pending or fired.");
    }

    /// Nothing comes from elsewhere, nothing runs, and what is drawn is XML.
    @Test
    void page_needsNothingElse() throws Exception {
        String page = english;
        assertThat(page)
                .doesNotContain("<script", "<link", "src=", "url(", "NaN", "Infinity")
                .contains("prefers-color-scheme: dark");
        var drawings = Pattern.compile("<svg .*?</svg>").matcher(page).results().toList();
        assertThat(drawings).hasSize(7);
        for (var drawing : drawings) {
            Document document =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(
                                    new ByteArrayInputStream(
                                            drawing.group().getBytes(StandardCharsets.UTF_8)));
            assertThat(document.getDocumentElement().getAttribute("aria-label")).isNotBlank();
        }
        assertThat(section(page, "panel-rps")).contains("<polyline class=\"s0\"");
    }

    @Test
    void figures_areOnePanelAndOneSpanEach() throws Exception {
        WrittenReport report = report(BEFORE, DURING, "en");
        assertThat(report.figureIds())
                .hasSize(14)
                .startsWith("rps-before", "rps-during", "split-before");
        String figure = report.figures().substring(report.figures().indexOf("id=\"rps-during\""));
        assertThat(figure.substring(0, figure.indexOf("</section>")))
                .contains("<b>during</b>", "v2 &lt;broken&gt;")
                .containsOnlyOnce("<rect class=\"half")
                .containsOnlyOnce("<polyline");
    }

    @Test
    void spanWithoutData_saysSo() throws Exception {
        ReportRange old = new ReportRange(NOW - 7_200_000, NOW - 7_000_000);
        assertThat(change(write(old, DURING, "en"), "rps")).startsWith("There are no data before");
    }

    @Test
    void nobodyThere_namesTheRemedy() {
        Report report = new Report(BEFORE, DURING, "en", ZoneOffset.UTC);
        try (ReportServer client = new ReportServer(URI.create("http://127.0.0.1:1"))) {
            assertThatThrownBy(() -> report.write(client, "", NOW))
                    .isInstanceOf(ReportException.class)
                    .hasMessageStartingWith("http://127.0.0.1:1 can't be asked")
                    .hasMessageEndingWith("name a running server with --url=URL");
        }
    }
}
