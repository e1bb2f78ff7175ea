package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;

import io.narthex.client.Authentication;
import io.narthex.client.HttpClientConfig;
import io.narthex.client.Secret;
import io.narthex.scrape.doctor.Diagnosis;
import io.narthex.scrape.doctor.DiagnosisException;
import io.narthex.scrape.doctor.Finding;
import io.narthex.scrape.doctor.TargetChoice;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Targets with one ailment each.
class TargetDoctorTest {
    /// One for all, as starting its event loop takes longer than an examination.
    private static final ScrapeFixture FIXTURE = new ScrapeFixture();

    private static final TargetChoice ANY = new TargetChoice("job", "", "");

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    /// So long that no scrape of its own comes in between.
    private static ScrapeConfig.Builder job(String address) {
        return ScrapeFixture.jobOf(List.of(address))
                .interval(Duration.ofHours(1))
                .timeout(Duration.ofSeconds(20));
    }

    private static Diagnosis examine(ScrapeConfig.Builder job) {
        try {
            FIXTURE.scrape(job);
            return FIXTURE.scraper.diagnose(ANY);
        } catch (DiagnosisException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Diagnosis examine(HttpHandler handler) {
        try (FakeTarget target = new FakeTarget(handler)) {
            return examine(job(target.address()));
        }
    }

    private static Finding only(Diagnosis diagnosis) {
        assertThat(diagnosis.findings()).hasSize(1);
        return diagnosis.findings().getFirst();
    }

    private static void assertFinding(Diagnosis diagnosis, ScrapeProblem problem, String... words) {
        Finding found = only(diagnosis);
        assertThat(found.problem()).as(found.toString()).isEqualTo(problem);
        assertThat(found.text() + " | " + found.remedy()).contains(words);
    }

    @Test
    void healthyTarget_hasNoFindingsAndShowsWhereTheTimeWent() {
        try (FakeTarget target =
                FakeTarget.of("# TYPE a_total counter\na_total 1\nb{le=\"1\"} 2\n")) {
            Diagnosis found = examine(job(target.address()));
            assertThat(found.findings()).isEmpty();
            assertThat(found.isHealthy()).isTrue();
            assertThat(found.samples()).isEqualTo(2);
            assertThat(found.visits()).isEqualTo(5);
            assertThat(target.clients()).doesNotHaveDuplicates();
            assertThat(found.host()).isEqualTo(target.address());
            assertThat(found.times()).containsKeys("connect", "wait", "body");
            assertThat(found.answer())
                    .isEqualTo(
                            new Diagnosis.Answer(
                                    200,
                                    FakeTarget.TEXT,
                                    "",
                                    45,
                                    "http://" + target.address() + "/metrics"));
        }
    }

    @Test
    void refusedConnection_namesThePort() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Diagnosis found = examine(job("127.0.0.1:" + port));
        assertFinding(
                found,
                ScrapeProblem.REFUSED,
                "nothing listens on port " + port + " of 127.0.0.1",
                "job \"job\"");
        assertThat(found.isHealthy()).isFalse();
        assertThat(found.answer()).isNull();
    }

    @Test
    void hostThatDjangoRefuses_isNamedWithTheHeaderAndTheSetting() {
        try (FakeTarget target =
                new FakeTarget(
                        FakeTarget.status(
                                400, "<h1>DisallowedHost</h1> Invalid HTTP_HOST header"))) {
            assertFinding(
                    examine(job(target.address())),
                    ScrapeProblem.HOST_REFUSED_DJANGO,
                    "the Host header that was sent is \"" + target.address() + "\"",
                    "\"127.0.0.1\" to ALLOWED_HOSTS");
        }
    }

    @Test
    void login_namesTheKeysOfTheJob() {
        HttpHandler basic =
                exchange -> {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                    FakeTarget.answer(exchange, 401, "text/plain", new byte[0]);
                };
        assertFinding(
                examine(basic),
                ScrapeProblem.UNAUTHORIZED,
                "job \"job\" sends no password: set basic_auth");
        try (FakeTarget target = new FakeTarget(FakeTarget.status(403, ""))) {
            Diagnosis found =
                    examine(
                            job(target.address())
                                    .http(
                                            HttpClientConfig.DEFAULTS.withAuthentication(
                                                    new Authentication.Header(
                                                            "Bearer", new Secret.Inline("t")))));
            assertFinding(
                    found,
                    ScrapeProblem.UNAUTHORIZED,
                    "does not take what authorization of job \"job\" says");
        }
    }

    @Test
    void wrongPath_namesMetricsPath() {
        assertFinding(
                examine(FakeTarget.status(404, "no")),
                ScrapeProblem.NOT_FOUND,
                "has nothing at /metrics; set metrics_path of job \"job\"");
    }

    @Test
    void loginPage_isRecognisedByWhereItIs() {
        HttpHandler login =
                exchange -> {
                    if (exchange.getRequestURI().getPath().equals("/metrics")) {
                        exchange.getResponseHeaders().set("Location", "/accounts/login/");
                        exchange.sendResponseHeaders(302, -1);
                    } else {
                        FakeTarget.typed("text/html", "<html><form>").handle(exchange);
                    }
                };
        assertFinding(
                examine(login),
                ScrapeProblem.HTML,
                "redirected to http://127.0.0.1:",
                "this is a login page");
        assertFinding(
                examine(FakeTarget.typed("text/html", "<html>")), ScrapeProblem.HTML, "web page");
    }

    @Test
    void missingType_namesTheKeyToSet() {
        assertFinding(
                examine(FakeTarget.typed("", "a 1\n")),
                ScrapeProblem.CONTENT_TYPE,
                "blank Content-Type",
                "fallback_scrape_protocol: PrometheusText0.0.4 in job \"job\"");
    }

    @Test
    void compressionThatIsNotWhatItSays_isOneProblem() {
        byte[] plain = "a 1\n".getBytes(StandardCharsets.UTF_8);
        assertFinding(
                examine(encoded("gzip", plain)), ScrapeProblem.ENCODING, "gzip body is broken");
        assertFinding(examine(encoded("br", plain)), ScrapeProblem.ENCODING, "\"br\"");
        assertFinding(
                examine(encoded("", FakeTarget.gzip(plain))),
                ScrapeProblem.ENCODING,
                "no header Content-Encoding says so");
        assertThat(examine(encoded("gzip", FakeTarget.gzip(plain))).findings()).isEmpty();
    }

    private static HttpHandler encoded(String encoding, byte[] body) {
        return exchange -> {
            if (!encoding.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Encoding", encoding);
            }
            FakeTarget.answer(exchange, 200, FakeTarget.TEXT, body);
        };
    }

    @Test
    void seriesThatComesTwice_isNamed() {
        assertFinding(
                examine(FakeTarget.body("a{x=\"1\"} 1\na{x=\"1\"} 2\na{x=\"2\"} 3\n")),
                ScrapeProblem.DUPLICATE_SERIES,
                "1 samples repeat a series",
                "x=\"1\"");
    }

    @Test
    void processesThatAnswerInTurn_areToldByTheirCounters() {
        AtomicInteger requests = new AtomicInteger();
        HttpHandler workers =
                exchange -> {
                    int n = requests.incrementAndGet();
                    FakeTarget.body("hits_total " + (n % 2 == 0 ? 7 : 100 + n) + "\n")
                            .handle(exchange);
                };
        assertFinding(
                examine(workers),
                ScrapeProblem.SEVERAL_PROCESSES,
                "hits_total{",
                "101, 7, 103, 7, 105",
                "PROMETHEUS_MULTIPROC_DIR");
    }

    @Test
    void processesThatAnswerInTurn_areToldByTheirStartTimes() {
        AtomicInteger requests = new AtomicInteger();
        HttpHandler workers =
                exchange ->
                        FakeTarget.body(
                                        "process_start_time_seconds "
                                                + (1000 + requests.incrementAndGet() % 3)
                                                + "\n")
                                .handle(exchange);
        assertFinding(
                examine(workers),
                ScrapeProblem.SEVERAL_PROCESSES,
                "process_start_time_seconds changes from request to request");
    }

    @Test
    void serviceThatIsRestartedDuringTheExamination_isNoSeveralProcesses() {
        AtomicInteger requests = new AtomicInteger();
        HttpHandler restarted =
                exchange -> {
                    int n = requests.incrementAndGet();
                    FakeTarget.body(
                                    "hits_total %d\nprocess_start_time_seconds %d\nidle_total 5.%02d\n"
                                            .formatted(n < 3 ? 500 + n : n, n < 3 ? 1 : 9, 20 - n))
                            .handle(exchange);
                };
        Diagnosis found = examine(restarted);
        assertThat(found.findings()).isEmpty();
        assertThat(found.visits()).isEqualTo(10);
    }

    @Test
    void clockThatIsWrong_isToldByTheDateAndByTimestamps() {
        try (PlainServer server = new PlainServer("Date: Thu, 01 Jan 2015 00:00:00 GMT", "a 1\n")) {
            assertFinding(
                    examine(job(server.address())),
                    ScrapeProblem.CLOCK_SKEW,
                    "behind this server's");
        }
        long future = System.currentTimeMillis() + 120_000;
        assertFinding(
                examine(FakeTarget.body("a 1 " + future + "\n")),
                ScrapeProblem.CLOCK_SKEW,
                "in the future");
        assertFinding(
                examine(FakeTarget.body("a 1 1000\nb 1\n")),
                ScrapeProblem.CLOCK_SKEW,
                "1 of 1 samples",
                "honor_timestamps: false");
    }

    @ParameterizedTest
    @CsvSource({
        "user, 4%04d, 40, true",
        "path, /orders/%d/items, 40, true",
        "email, me%d@example.org, 40, true",
        "id, 0f8fad5b-d9cb-469f-a165-7086728%05d, 40, true",
        "name, n%d, 1200, true",
        "le, %d, 1200, false",
        "cpu, %d, 256, false",
        "device, sd%d, 900, false",
        "port, 8%03d, 100, false",
    })
    void labelWithEverNewValues_isNamed(String label, String value, int count, boolean unbounded) {
        String body =
                IntStream.range(0, count)
                        .mapToObj(i -> "hits{%s=\"%s\"} 1\n".formatted(label, value.formatted(i)))
                        .collect(Collectors.joining());
        Diagnosis found = examine(FakeTarget.body(body));
        if (unbounded) {
            assertFinding(
                    found,
                    ScrapeProblem.UNBOUNDED_LABEL,
                    "the label \"" + label + "\" of hits has " + count + " values");
        } else {
            assertThat(found.findings()).isEmpty();
        }
    }

    @Test
    void limits_areToldWhenTheyAreNearAndWhenTheyAreOver() {
        try (FakeTarget target = FakeTarget.of("a{x=\"1\"} 1\na{x=\"2\"} 1\na{x=\"3\"} 1\nb 1\n")) {
            ScrapeConfig.Builder job = job(target.address());
            assertFinding(
                    examine(job.limits(ScrapeLimits.NONE.withSamples(5))),
                    ScrapeProblem.NEAR_LIMIT,
                    "4 samples, and sample_limit is 5");
            assertFinding(
                    examine(job.limits(ScrapeLimits.NONE.withSamples(3))),
                    ScrapeProblem.LIMIT,
                    "4 samples, and sample_limit is 3");
            assertFinding(
                    examine(job.limits(new ScrapeLimits(0, 0, 4, 0, 0, 0))),
                    ScrapeProblem.NEAR_LIMIT,
                    "4 labels, and label_limit is 4");
            assertFinding(
                    examine(job.limits(new ScrapeLimits(0, 0, 3, 0, 0, 0))),
                    ScrapeProblem.LIMIT,
                    "label_limit exceeded");
            assertFinding(
                    examine(job.limits(ScrapeLimits.NONE.withBodySize(20))),
                    ScrapeProblem.TOO_LARGE,
                    "raise body_size_limit of job \"job\"");
        }
    }

    @Test
    void answerThatComesLate_saysWhatTookTheTime() {
        HttpHandler slow =
                exchange -> {
                    pause(700);
                    FakeTarget.body("a 1\n").handle(exchange);
                };
        try (FakeTarget target = new FakeTarget(slow)) {
            assertFinding(
                    examine(job(target.address()).timeout(Duration.ofMillis(300))),
                    ScrapeProblem.TIMEOUT,
                    "no answer began",
                    "raise scrape_timeout of job \"job\" (0.3 s now)");
        }
        HttpHandler late =
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", FakeTarget.TEXT);
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('a');
                    exchange.getResponseBody().flush();
                    pause(700);
                };
        try (FakeTarget target = new FakeTarget(late)) {
            assertFinding(
                    examine(job(target.address()).timeout(Duration.ofMillis(300))),
                    ScrapeProblem.TIMEOUT,
                    "its body took longer");
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void targetThatIsNone_isNotAsked() {
        try (FakeTarget target = FakeTarget.of("a 1\n");
                FakeTarget other = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target, other).interval(Duration.ofHours(1)));
            assertThatThrownBy(
                            () ->
                                    fixture.scraper.diagnose(
                                            new TargetChoice("", "", "http://10.0.0.1/metrics")))
                    .isInstanceOfSatisfying(
                            DiagnosisException.class,
                            e -> assertThat(e.reason()).isEqualTo(DiagnosisException.Reason.NONE));
            assertThatThrownBy(() -> fixture.scraper.diagnose(ANY))
                    .hasMessageContaining(target.address())
                    .hasMessageContaining(other.address());
            assertThat(target.paths()).isEmpty();
        }
    }

    @Test
    void oneTargetOfSeveral_isMeantByItsInstance() throws Exception {
        try (FakeTarget target = FakeTarget.of("a 1\n");
                FakeTarget other = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target, other).interval(Duration.ofHours(1)));
            Diagnosis found = fixture.scraper.diagnose(new TargetChoice("", other.address(), ""));
            assertThat(found.url()).isEqualTo("http://" + other.address() + "/metrics");
            assertThat(target.paths()).isEmpty();
            assertThat(other.paths()).hasSize(5);
        }
    }
}
