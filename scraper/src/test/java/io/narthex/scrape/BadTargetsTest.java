package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;

import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/// Targets that misbehave: the scrape fails with a clear reason, and nobody else notices.
class BadTargetsTest {
    private static String error(HttpHandler handler) {
        return error(handler, UnaryOperator.identity());
    }

    private static String error(
            HttpHandler handler, UnaryOperator<ScrapeConfig.Builder> configuration) {
        try (FakeTarget target = new FakeTarget(handler);
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(configuration.apply(ScrapeFixture.job(target)));
            String error = fixture.awaitError();
            fixture.awaitValue("up", 0);
            return error.replace(target.address(), "TARGET");
        }
    }

    private static String error(String body) {
        return error(FakeTarget.body(body));
    }

    @Test
    void malformedBodies_nameLineAndReason() {
        assertThat(error("a 1\nb{x=\"1")).startsWith("line 2: a quoted text does not end");
        assertThat(error("a 1\nb one\n")).startsWith("line 2: not a number, at \"one\"");
        assertThat(error("a 1\nb{x=\"1\",x=\"2\"} 1\n"))
                .isEqualTo("line 2: label \"x\" is given twice");
        assertThat(error(FakeTarget.typed(FakeTarget.OPEN_METRICS, "a 1\n")))
                .isEqualTo("line 2: data does not end with # EOF");
    }

    @Test
    void malformedBody_storesNothingOfIt() {
        try (FakeTarget target = FakeTarget.of("a 1\nb one\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("scrape_samples_scraped", 1);
            assertThat(fixture.values("up")).containsOnly(0.0);
            assertThat(fixture.values("a")).isEmpty();
        }
    }

    @Test
    void invalidUtf8_isRefused() {
        byte[] body = "a{x=\"?\"} 1\n".getBytes(StandardCharsets.ISO_8859_1);
        body[5] = (byte) 0xc3;
        assertThat(error(e -> FakeTarget.answer(e, 200, FakeTarget.TEXT, body)))
                .startsWith("line 1: invalid UTF-8");
    }

    @Test
    void statuses_areShown() {
        assertThat(error(FakeTarget.status(500, "x")))
                .isEqualTo("server returned HTTP status 500 Internal Server Error");
        assertThat(error(FakeTarget.status(404, "x")))
                .isEqualTo("server returned HTTP status 404 Not Found");
    }

    @Test
    void contentTypes_decideTheFormat() {
        assertThat(error(FakeTarget.typed("", "a 1\n")))
                .isEqualTo(
                        "non-compliant scrape target sending blank Content-Type and no"
                                + " fallback_scrape_protocol specified for target");
        assertThat(error(FakeTarget.typed("text/html", "<a>")))
                .startsWith("received unsupported Content-Type \"text/html\"");
        assertThat(error(FakeTarget.typed("application/vnd.google.protobuf; x=y", "a")))
                .isEqualTo("byte 0: a field of 97 bytes in a message with 0 left");
        try (FakeTarget target = new FakeTarget(FakeTarget.typed("", "a 1\n"));
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(
                    ScrapeFixture.job(target)
                            .fallbackProtocol(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4));
            fixture.awaitValue("a", 1);
        }
    }

    @Test
    void redirects_areFollowedTenTimes() {
        HttpHandler loop =
                e -> {
                    e.getResponseHeaders().set("Location", "/again");
                    e.sendResponseHeaders(302, -1);
                };
        assertThat(error(loop))
                .isEqualTo("Get \"http://TARGET/again\": stopped after 10 redirects");
        assertThat(error(loop, job -> job.followRedirects(false)))
                .startsWith("server returned HTTP status 302 ");
        HttpHandler once =
                e -> {
                    if (e.getRequestURI().getPath().equals("/metrics")) {
                        loop.handle(e);
                    } else {
                        FakeTarget.body("a 1\n").handle(e);
                    }
                };
        try (FakeTarget target = new FakeTarget(once);
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 1);
        }
    }

    @Test
    void limits_failTheScrape() {
        assertThat(
                        error(
                                FakeTarget.body("a 1\nb 1\nc 1\n"),
                                job -> job.limits(ScrapeLimits.NONE.withSamples(2))))
                .isEqualTo("sample limit exceeded");
        assertThat(
                        error(
                                FakeTarget.body("a 1\n".repeat(100)),
                                job -> job.limits(ScrapeLimits.NONE.withBodySize(100))))
                .isEqualTo("body size limit exceeded");
        assertThat(
                        error(
                                FakeTarget.body("a{x=\"1\",y=\"2\"} 1\n"),
                                job -> job.limits(new ScrapeLimits(0, 0, 4, 0, 0, 0))))
                .isEqualTo("label_limit exceeded (metric: a, number of labels: 5, limit: 4)");
        assertThat(
                        error(
                                FakeTarget.body("a{xyzxyzxyz=\"1\"} 1\n"),
                                job -> job.limits(new ScrapeLimits(0, 0, 0, 8, 0, 0))))
                .startsWith("label_name_length_limit exceeded (metric: a, label name: xyzxyzxyz");
        assertThat(
                        error(
                                FakeTarget.body("a{x=\"" + "1".repeat(60) + "\"} 1\n"),
                                job -> job.limits(new ScrapeLimits(0, 0, 0, 0, 50, 0))))
                .isEqualTo(
                        "label_value_length_limit exceeded (metric: a, label name: x, value: \""
                                + "1".repeat(50)
                                + "\", length: 60, limit: 50)");
    }

    @Test
    void endlessBody_andGzipBomb_endAtTheLimit() {
        UnaryOperator<ScrapeConfig.Builder> small =
                job -> job.limits(ScrapeLimits.NONE.withBodySize(1 << 20));
        HttpHandler endless =
                e -> {
                    e.getResponseHeaders().set("Content-Type", FakeTarget.TEXT);
                    e.sendResponseHeaders(200, 0);
                    byte[] piece = "a 1\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
                    try (OutputStream out = e.getResponseBody()) {
                        for (int i = 0; i < 100_000; i++) {
                            out.write(piece);
                        }
                    }
                };
        assertThat(error(endless, small.andThen(j -> j.interval(Duration.ofSeconds(5)))::apply))
                .isEqualTo("body size limit exceeded");
        byte[] bomb = FakeTarget.gzip(new byte[64 << 20]);
        HttpHandler bombing =
                e -> {
                    e.getResponseHeaders().set("Content-Encoding", "gzip");
                    FakeTarget.answer(e, 200, FakeTarget.TEXT, bomb);
                };
        assertThat(error(bombing, small)).isEqualTo("body size limit exceeded");
    }

    @Test
    void brokenGzip_isSaidSo() {
        HttpHandler broken =
                e -> {
                    e.getResponseHeaders().set("Content-Encoding", "gzip");
                    byte[] whole =
                            FakeTarget.gzip("a 1\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
                    FakeTarget.answer(
                            e, 200, FakeTarget.TEXT, Arrays.copyOf(whole, whole.length / 2));
                };
        assertThat(error(broken)).contains("the gzip body is broken");
    }

    @Test
    void hungTarget_timesOutAndDelaysNobody() {
        CountDownLatch never = new CountDownLatch(1);
        HttpHandler hung =
                _ -> {
                    try {
                        never.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt(); // the test is over
                    }
                };
        try (FakeTarget slow = new FakeTarget(hung);
                FakeTarget good = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(slow, good));
            await().until(() -> fixture.values("a").size() >= 10);
            String error =
                    fixture.scraper.activeTargets().stream()
                            .map(TargetStatus::lastError)
                            .filter(e -> !e.isEmpty())
                            .findFirst()
                            .orElse("");
            assertThat(error).contains("context deadline exceeded");
        }
    }

    @Test
    void silentAndRudeServers_areSaidSo() throws IOException {
        int port = ExternalProgram.freePort();
        assertThat(errorOf("127.0.0.1:" + port))
                .isEqualTo(
                        "Get \"http://127.0.0.1:"
                                + port
                                + "/metrics\": dial tcp 127.0.0.1:"
                                + port
                                + ": connect: connection refused");
        assertThat(errorOf("no-such-host.invalid:1")).endsWith("no such host");
        assertThat(errorOfRaw("")).contains("EOF");
        assertThat(errorOfRaw("nonsense\r\n\r\n")).startsWith("Get \"http://");
        assertThat(
                        errorOfRaw(
                                "HTTP/1.1 200 OK\r\n"
                                        + "Content-Type: text/plain\r\n"
                                        + "Content-Length: 9\r\n\r\n"
                                        + "a 1"))
                .contains("EOF");
    }

    private static String errorOf(String address) {
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.jobOf(List.of(address)).interval(Duration.ofSeconds(2)));
            return fixture.awaitError();
        }
    }

    /// The error for a server that answers with some bytes and hangs up.
    private static String errorOfRaw(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread serving =
                    Thread.startVirtualThread(
                            () -> {
                                while (!server.isClosed()) {
                                    serve(server, answer);
                                }
                            });
            String error = errorOf("127.0.0.1:" + server.getLocalPort());
            server.close();
            assertThat(serving).isNotNull();
            return error;
        }
    }

    private static void serve(ServerSocket server, String answer) {
        try (var socket = server.accept()) {
            boolean _ = socket.getInputStream().read() < 0;
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            Thread.onSpinWait(); // the test is over, or the client hung up
        }
    }

    @Test
    void failedScrapes_areWrittenToTheirLog(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("failures.log");
        try (FakeTarget target = new FakeTarget(FakeTarget.status(404, "no \"page\""));
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).failureLog(log));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.exists(log) && Files.readAllLines(log).size() > 1);
            assertThat(Files.readAllLines(log).getFirst())
                    .matches(
                            "\\{\"time\":\"[0-9-]+T[0-9:.]+Z\",\"level\":\"ERROR\","
                                    + "\"msg\":\"server returned HTTP status 404 Not Found\","
                                    + "\"job_name\":\"job\",\"target\":\"http://"
                                    + target.address()
                                    + "/metrics\"}");
        }
    }
}
