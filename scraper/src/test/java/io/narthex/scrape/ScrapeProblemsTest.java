package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;

import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/// A truth table over real sockets: a bad server of each kind, the problem that its target has, the
/// reason and the hint. One good target beside all of them is scraped undisturbed.
class ScrapeProblemsTest {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /// @param reason how the last error begins, TARGET standing for the address
    /// @param hint part of the hint; empty where there is none
    private record Row(
            String job, String address, ScrapeProblem problem, String reason, String hint) {}

    private final List<AutoCloseable> servers = new ArrayList<>();
    private final List<ScrapeConfig.Builder> jobs = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    @AfterEach
    void closeServers() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    @Test
    void everyKindOfBadTarget_hasItsProblemReasonAndHint() throws IOException {
        networkRows();
        statusRows();
        redirectRows();
        bodyRows();
        limitRows();
        try (FakeTarget good = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            jobs.add(job("good", good.address()));
            fixture.scrape(jobs.toArray(ScrapeConfig.Builder[]::new));
            for (Row row : rows) {
                await(row.job())
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertRow(row, status(fixture, row.job())));
            }
            await().atMost(PATIENCE).until(() -> fixture.values("a").size() >= 3);
            // On a busy machine a scrape may have run out of time before, which leaves a marker.
            await("good")
                    .atMost(PATIENCE)
                    .until(() -> status(fixture, "good").lastError().isEmpty());
            assertThat(status(fixture, "good").problem()).isEqualTo(ScrapeProblem.NONE);
            assertThat(fixture.values("a"))
                    .filteredOn(value -> !StaleNaN.isStale(value))
                    .containsOnly(1.0);
        }
    }

    private static TargetStatus status(ScrapeFixture fixture, String job) {
        return fixture.scraper.activeTargets().stream()
                .filter(t -> t.scrapePool().equals(job))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRow(Row row, TargetStatus status) {
        String error = status.lastError().replace(row.address(), "TARGET");
        assertThat(status.problem()).as(error).isEqualTo(row.problem());
        if (row.problem() == ScrapeProblem.NONE) {
            assertThat(status.health()).isEqualTo(TargetHealth.UP);
            return;
        }
        assertThat(error).startsWith(row.reason());
        if (row.hint().isEmpty()) {
            assertThat(error).doesNotContain("(hint:");
        } else {
            assertThat(error).containsPattern(" \\(hint: .*\\Q" + row.hint() + "\\E.*\\)$");
        }
    }

    private static ScrapeConfig.Builder job(String name, String address) {
        List<String> addresses = List.of(address);
        return ScrapeConfig.builder(name)
                .interval(INTERVAL)
                .targetGroups(List.of(TargetGroup.ofAddresses(addresses, Labels.empty(), "0")));
    }

    private void row(
            String job,
            String address,
            UnaryOperator<ScrapeConfig.Builder> configuration,
            ScrapeProblem problem,
            String reason,
            String hint) {
        jobs.add(configuration.apply(job(job, address)));
        rows.add(new Row(job, address, problem, reason, hint));
    }

    private void row(
            String job,
            HttpHandler handler,
            UnaryOperator<ScrapeConfig.Builder> configuration,
            ScrapeProblem problem,
            String reason,
            String hint) {
        FakeTarget target = new FakeTarget(handler);
        servers.add(target);
        row(job, target.address(), configuration, problem, reason, hint);
    }

    private void row(
            String job, HttpHandler handler, ScrapeProblem problem, String reason, String hint) {
        row(job, handler, UnaryOperator.identity(), problem, reason, hint);
    }

    private void row(
            String job, String address, ScrapeProblem problem, String reason, String hint) {
        row(job, address, UnaryOperator.identity(), problem, reason, hint);
    }

    private void networkRows() throws IOException {
        row(
                "closed port",
                freeAddress(),
                ScrapeProblem.REFUSED,
                "Get \"http://TARGET/metrics\": dial tcp TARGET: connect: connection refused",
                "is the service running");
        row(
                "hung server",
                hanging(),
                ScrapeProblem.TIMEOUT,
                "Get \"http://TARGET/metrics\": context deadline exceeded",
                "raise scrape_timeout");
        row(
                "address that no network has",
                "255.255.255.255:80",
                ScrapeProblem.NO_ROUTE,
                "Get \"http://TARGET/metrics\": dial tcp TARGET: connect: network is unreachable",
                "is the address right");
        row(
                "unknown name",
                "no-such-host.invalid:80",
                ScrapeProblem.UNKNOWN_HOST,
                "Get \"http://TARGET/metrics\": dial tcp: lookup no-such-host.invalid: no such"
                        + " host",
                "is the name right");
        row(
                "closed before the answer",
                raw(""),
                ScrapeProblem.CLOSED,
                "Get \"http://TARGET/metrics\": EOF",
                "scheme: https");
        row(
                "closed within the answer",
                raw(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                                + "Content-Length: 9\r\n\r\na 1"),
                ScrapeProblem.CLOSED,
                "Get \"http://TARGET/metrics\": EOF",
                "scheme: https");
        row(
                "no HTTP",
                raw("nonsense\r\n\r\n"),
                ScrapeProblem.OTHER,
                "Get \"http://TARGET/metrics\": ",
                "speak HTTP");
        row(
                "TLS to a plain port",
                raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
                j -> j.scheme("https"),
                ScrapeProblem.TLS,
                "Get \"https://TARGET/metrics\": http: server gave HTTP response to HTTPS client",
                "set scheme: http");
    }

    private void statusRows() {
        row(
                "Django in debug mode",
                FakeTarget.status(
                        400, "<h1>DisallowedHost at /metrics</h1> ... add to ALLOWED_HOSTS."),
                ScrapeProblem.HOST_REFUSED_DJANGO,
                "server returned HTTP status 400 Bad Request",
                "Django refuses this host; add \"127.0.0.1\" to ALLOWED_HOSTS");
        row(
                "Django",
                FakeTarget.status(400, "<html><body><h1>Bad Request (400)</h1></body></html>"),
                ScrapeProblem.HOST_REFUSED_DJANGO,
                "server returned HTTP status 400 Bad Request",
                "add \"127.0.0.1\" to ALLOWED_HOSTS");
        row(
                "Starlette",
                FakeTarget.status(400, "Invalid host header"),
                ScrapeProblem.HOST_REFUSED_STARLETTE,
                "server returned HTTP status 400 Bad Request",
                "add \"127.0.0.1\" to the allowed_hosts of TrustedHostMiddleware");
        row(
                "plain to a TLS port",
                FakeTarget.status(400, "The plain HTTP request was sent to HTTPS port"),
                ScrapeProblem.TLS,
                "server returned HTTP status 400 Bad Request",
                "set scheme: https");
        row(
                "another 400",
                FakeTarget.status(400, "no"),
                ScrapeProblem.HTTP_STATUS,
                "server returned HTTP status 400 Bad Request",
                "");
        row(
                "401",
                FakeTarget.status(401, "no"),
                ScrapeProblem.UNAUTHORIZED,
                "server returned HTTP status 401 Unauthorized",
                "login");
        row(
                "403",
                FakeTarget.status(403, "no"),
                ScrapeProblem.UNAUTHORIZED,
                "server returned HTTP status 403 Forbidden",
                "login");
        row(
                "404",
                FakeTarget.status(404, "no"),
                ScrapeProblem.NOT_FOUND,
                "server returned HTTP status 404 Not Found",
                "set metrics_path");
        row(
                "500",
                FakeTarget.status(500, "no"),
                ScrapeProblem.SERVER_ERROR,
                "server returned HTTP status 500 Internal Server Error",
                "log");
        row(
                "503",
                FakeTarget.status(503, "no"),
                ScrapeProblem.SERVER_ERROR,
                "server returned HTTP status 503 Service Unavailable",
                "log");
        row(
                "204",
                FakeTarget.status(204, ""),
                ScrapeProblem.HTTP_STATUS,
                "server returned HTTP status 204 No Content",
                "");
    }

    private void redirectRows() {
        HttpHandler login =
                e -> {
                    e.getResponseHeaders().set("Location", "/login?next=/metrics");
                    e.sendResponseHeaders(302, -1);
                };
        row(
                "login that redirects to itself",
                login,
                ScrapeProblem.REDIRECT,
                "Get \"http://TARGET/login?next=/metrics\": stopped after 10 redirects",
                "login");
        row(
                "redirect that may not be followed",
                login,
                j -> j.followRedirects(false),
                ScrapeProblem.REDIRECT,
                "server returned HTTP status 302 ",
                "follow_redirects is false");
        row(
                "redirect to nowhere",
                e -> {
                    e.getResponseHeaders().set("Location", "mailto:x");
                    e.sendResponseHeaders(302, -1);
                },
                ScrapeProblem.REDIRECT,
                "Get \"http://TARGET/metrics\": redirected to \"mailto:x\", which is no URL",
                "metrics_path");
        row(
                "login that redirects to a page",
                e -> {
                    if (e.getRequestURI().getPath().equals("/login")) {
                        FakeTarget.typed("text/html; charset=utf-8", "<html>").handle(e);
                    } else {
                        login.handle(e);
                    }
                },
                ScrapeProblem.HTML,
                "received unsupported Content-Type \"text/html; charset=utf-8\" and no"
                        + " fallback_scrape_protocol specified for target",
                "login");
    }

    private void bodyRows() {
        row(
                "web page",
                FakeTarget.typed("text/html", "<!DOCTYPE html>"),
                ScrapeProblem.HTML,
                "received unsupported Content-Type \"text/html\" and no fallback_scrape_protocol"
                        + " specified for target",
                "set metrics_path");
        row(
                "web page despite a fallback",
                FakeTarget.typed("text/html", "\n <!DOCTYPE html>"),
                j -> j.fallbackProtocol(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4),
                ScrapeProblem.HTML,
                "line 2: ",
                "set metrics_path");
        row(
                "web page as text",
                FakeTarget.body("<html>"),
                ScrapeProblem.HTML,
                "line 1: ",
                "set metrics_path");
        row(
                "no content type",
                FakeTarget.typed("", "a 1\n"),
                ScrapeProblem.CONTENT_TYPE,
                "non-compliant scrape target sending blank Content-Type and no"
                        + " fallback_scrape_protocol specified for target",
                "set fallback_scrape_protocol");
        row(
                "wrong content type",
                FakeTarget.typed("application/octet-stream", "a 1\n"),
                ScrapeProblem.CONTENT_TYPE,
                "received unsupported Content-Type \"application/octet-stream\" and no"
                        + " fallback_scrape_protocol specified for target",
                "set fallback_scrape_protocol");
        row(
                "JSON",
                FakeTarget.typed("application/json", "{\"a\": 1}"),
                ScrapeProblem.CONTENT_TYPE,
                "received unsupported Content-Type \"application/json\" and no"
                        + " fallback_scrape_protocol specified for target",
                "this is JSON");
        row(
                "JSON as text",
                FakeTarget.body("{\"a\": 1}"),
                ScrapeProblem.PARSE,
                "line 1: ",
                "this is JSON");
        row("garbage", FakeTarget.body("a 1\nwhat is this\n"), ScrapeProblem.PARSE, "line 2: ", "");
        row(
                "charset given twice, which is fine",
                FakeTarget.typed("text/plain; charset=utf-8; charset=utf-8", "b 1\n"),
                ScrapeProblem.NONE,
                "",
                "");
        row(
                "empty web page, which is fine",
                FakeTarget.typed("text/html", ""),
                ScrapeProblem.NONE,
                "",
                "");
    }

    private void limitRows() {
        row(
                "body_size_limit",
                FakeTarget.body("a 1\n".repeat(100)),
                j -> j.limits(ScrapeLimits.NONE.withBodySize(100)),
                ScrapeProblem.TOO_LARGE,
                "body size limit exceeded",
                "body_size_limit");
        row(
                "sample_limit",
                FakeTarget.body("a 1\nb 1\nc 1\n"),
                j -> j.limits(ScrapeLimits.NONE.withSamples(2)),
                ScrapeProblem.LIMIT,
                "sample limit exceeded",
                "metric_relabel_configs");
        row(
                "label_limit",
                FakeTarget.body("a{x=\"1\",y=\"2\"} 1\n"),
                j -> j.limits(new ScrapeLimits(0, 0, 4, 0, 0, 0)),
                ScrapeProblem.LIMIT,
                "label_limit exceeded (metric: a, number of labels: 5, limit: 4)",
                "metric_relabel_configs");
    }

    private static String freeAddress() {
        return "127.0.0.1:" + ExternalProgram.freePort();
    }

    private HttpHandler hanging() {
        CountDownLatch closed = new CountDownLatch(1);
        servers.addFirst(closed::countDown);
        return _ -> {
            try {
                closed.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // the test is over
            }
        };
    }

    /// The address of a server that answers everybody with some bytes and hangs up.
    private String raw(String answer) {
        try {
            ServerSocket server = new ServerSocket(0, 16, LOOPBACK);
            servers.add(server);
            Thread.startVirtualThread(
                    () -> {
                        while (!server.isClosed()) {
                            serve(server, answer);
                        }
                    });
            return "127.0.0.1:" + server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(ServerSocket server, String answer) {
        try (var socket = server.accept()) {
            int _ = socket.getInputStream().read(new byte[64 << 10]);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            Thread.onSpinWait(); // the test is over, or the client hung up
        }
    }
}
