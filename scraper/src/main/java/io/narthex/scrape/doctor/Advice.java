package io.narthex.scrape.doctor;

import io.narthex.client.Authentication;
import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.narthex.scrape.http.HostPort;
import io.narthex.scrape.http.RequestTrace;
import io.narthex.scrape.loop.LoopTarget;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What to do about an error, told with the names that this target and its job have. What is the
/// same for all targets is the hint of the error itself.
///
/// Thread safety: for one thread.
final class Advice {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LoopTarget patient;
    private final RequestTrace trace;

    /// @param trace of the request that failed
    Advice(LoopTarget patient, RequestTrace trace) {
        this.patient = patient;
        this.trace = trace;
    }

    Finding finding(ScrapeError error) {
        return new Finding(error.problem(), Finding.Severity.ERROR, text(error), remedy(error));
    }

    private String text(ScrapeError error) {
        return switch (error.problem()) {
            case HOST_REFUSED_DJANGO, HOST_NAME_INVALID, HOST_REFUSED_STARLETTE ->
                    error.reason() + ": the Host header that was sent is \"" + host() + "\"";
            case HTML ->
                    error.reason()
                            + (redirected() == null
                                    ? ""
                                    : "; the request was redirected to " + redirected());
            case TIMEOUT -> error.reason() + "; " + timeSpent();
            default -> error.reason();
        };
    }

    private String remedy(ScrapeError error) {
        ScrapeProblem problem = error.problem();
        return switch (problem) {
            case REFUSED -> refused();
            case UNAUTHORIZED -> status() == 0 ? error.hint() : unauthorized();
            case NOT_FOUND ->
                    "the service answers, but has nothing at "
                            + url().getRawPath()
                            + "; set metrics_path of "
                            + job()
                            + " to where its metrics are";
            case HTML -> html();
            case CONTENT_TYPE -> error.hint() + " in " + job();
            case TIMEOUT -> timeout(error);
            case TOO_LARGE ->
                    patient.config().limits().bodySize() == 0
                            ? "let the service expose less; this server takes "
                                    + patient.request().maxBodyBytes()
                                    + " bytes at most, an eighth of its memory"
                            : "let the service expose less, or raise body_size_limit of " + job();
            default -> error.hint();
        };
    }

    private String job() {
        return "job \"" + patient.config().jobName() + "\"";
    }

    private URI url() {
        return patient.target().url();
    }

    private String host() {
        return url().getRawAuthority();
    }

    private int status() {
        RequestTrace.Reply reply = trace.reply();
        return reply == null ? 0 : reply.status();
    }

    private String refused() {
        HostPort place = Objects.requireNonNull(HostPort.of(url()));
        String sentence =
                "nothing listens on port %d of %s: start the service there, let it listen on that address, or correct the port in the targets of %s"
                        .formatted(place.port(), place.host(), job());
        return isLoopback(place.host()) && isContainer()
                ? sentence
                        + "; this server runs in a container, whose "
                        + place.host()
                        + " is the container itself: use the name of the service's container, or"
                        + " host.docker.internal for the machine"
                : sentence;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static boolean isContainer() {
        return Files.exists(Path.of("/.dockerenv"))
                || Files.exists(Path.of("/run/.containerenv"))
                || System.getenv("KUBERNETES_SERVICE_HOST") != null;
    }

    private String unauthorized() {
        String wanted = header("WWW-Authenticate");
        String key =
                wanted.toLowerCase(Locale.ROOT).startsWith("basic")
                        ? "basic_auth"
                        : wanted.toLowerCase(Locale.ROOT).startsWith("bearer")
                                ? "authorization"
                                : "basic_auth, authorization or oauth2";
        return switch (patient.config().http().authentication()) {
            case Authentication.None _ ->
                    "%s sends no password: set %s in it, or let the service answer %s without a login"
                            .formatted(job(), key, url().getRawPath());
            case Authentication.Basic _ -> refusedKey("basic_auth", wanted);
            case Authentication.Header _ -> refusedKey("authorization", wanted);
            case Authentication.OAuth2 _ -> refusedKey("oauth2", wanted);
        };
    }

    private String refusedKey(String key, String wanted) {
        return "the service does not take what %s of %s says%s; is it right, and may it read %s?"
                .formatted(
                        key,
                        job(),
                        wanted.isEmpty() ? "" : " (it wants \"" + wanted + "\")",
                        url().getRawPath());
    }

    private String header(String name) {
        RequestTrace.Reply reply = trace.reply();
        String value = reply == null ? null : reply.headers().get(name);
        return value == null ? "" : value;
    }

    /// Where a redirect led, or null.
    private @Nullable String redirected() {
        RequestTrace.Reply reply = trace.reply();
        return reply == null || reply.url().equals(url()) ? null : reply.url().toString();
    }

    private String html() {
        String where = redirected();
        boolean login =
                where != null && where.toLowerCase(Locale.ROOT).matches(".*(login|signin|auth).*");
        return login
                ? "this is a login page: let the service answer %s without a login, or give %s basic_auth, authorization or oauth2"
                        .formatted(url().getRawPath(), job())
                : ScrapeProblem.HTML.hint() + " (metrics_path of " + job() + ")";
    }

    /// What took the time.
    private String timeSpent() {
        return switch (trace.lastStage()) {
            case LOOKUP -> "all but nothing happened: the name is still being looked up";
            case CONNECT -> "the connection was not made in %s".formatted(seconds());
            case TLS -> "the connection was made, but TLS not agreed on in %s".formatted(seconds());
            case WAIT ->
                    "the connection was made, but no answer began: %s went into waiting for it"
                            .formatted(seconds());
            case BODY -> "the answer began, but its body took longer than %s".formatted(seconds());
            case DONE -> "nothing was sent";
        };
    }

    private String seconds() {
        Map<RequestTrace.Stage, Duration> times = trace.times();
        Duration spent = times.getOrDefault(trace.lastStage(), Duration.ZERO);
        return "%.1f s".formatted(spent.toNanos() / NANOS_PER_SECOND);
    }

    private String timeout(ScrapeError error) {
        return switch (trace.lastStage()) {
            case WAIT, BODY ->
                    "make %s cheaper to produce, or raise scrape_timeout of %s (%s now)"
                            .formatted(
                                    url().getRawPath(),
                                    job(),
                                    patient.target().timeout().toMillis() / 1e3 + " s");
            case LOOKUP, CONNECT, TLS, DONE -> error.hint();
        };
    }
}
