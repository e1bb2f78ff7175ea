package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Real Django and Starlette, which answer only those who call them by a name that they know: the
/// target's problem says so, and the name in the hint is the one to add.
class RefusedHostsTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path PACKAGES = Path.of("/usr/lib/python3/dist-packages");

    @TempDir private Path folder;

    @Test
    void django_withAndWithoutDebugMode() throws IOException {
        ExternalProgram.require(PACKAGES.resolve("django/__init__.py"), "python3-django");
        String hint = "(hint: Django refuses this host; add \"127.0.0.1\" to ALLOWED_HOSTS)";
        check("django_service.py", ScrapeProblem.HOST_REFUSED_DJANGO, hint);
        check("django_service.py", ScrapeProblem.HOST_REFUSED_DJANGO, hint, "debug");
    }

    @Test
    void starlette_trustedHosts() throws IOException {
        ExternalProgram.require(
                PACKAGES.resolve("fastapi/__init__.py"), "python3-fastapi python3-uvicorn");
        check(
                "fastapi_service.py",
                ScrapeProblem.HOST_REFUSED_STARLETTE,
                "(hint: add \"127.0.0.1\" to the allowed_hosts of TrustedHostMiddleware)");
    }

    private void check(String script, ScrapeProblem problem, String hint, String... arguments)
            throws IOException {
        Path file = folder.resolve(script);
        try (InputStream in = RefusedHostsTest.class.getResourceAsStream(script)) {
            assertThat(in).as(script).isNotNull();
            Files.write(file, in.readAllBytes());
        }
        int port = ExternalProgram.freePort();
        List<String> command = new ArrayList<>();
        command.addAll(List.of(PYTHON.toString(), file.toString(), String.valueOf(port)));
        command.addAll(List.of(arguments));
        try (ExternalProgram service =
                        ExternalProgram.start(folder.resolve("log"), Map.of(), command);
                ScrapeFixture fixture = new ScrapeFixture()) {
            service.await("answer", () -> answers(port));
            fixture.scrape(
                    ScrapeFixture.jobOf(List.of("127.0.0.1:" + port))
                            .interval(Duration.ofSeconds(2)));
            service.await(
                    () -> "refusal, but " + status(fixture),
                    () -> status(fixture).problem() == problem);
            assertThat(status(fixture).lastError())
                    .isEqualTo("server returned HTTP status 400 Bad Request " + hint);
        }
    }

    /// The first answer takes a cold interpreter long, on a busy machine longer than a scrape may
    /// take; and each scrape given up would be answered before the next.
    private static boolean answers(int port) {
        try {
            URL url = URI.create("http://127.0.0.1:" + port + "/metrics").toURL();
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            connection.setReadTimeout(30_000);
            return connection.getResponseCode() > 0;
        } catch (IOException _) {
            return false; // not listening yet
        }
    }

    private static TargetStatus status(ScrapeFixture fixture) {
        return fixture.scraper.activeTargets().getFirst();
    }
}
