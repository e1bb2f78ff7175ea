package io.narthex.scrape.http;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.nio.charset.StandardCharsets;

/// What answers other than 200 mean.
///
/// Thread safety: stateless.
final class StatusErrors {
    private static final int BAD_REQUEST = 400;
    private static final int MAX_LOOK = 64 << 10;

    private StatusErrors() {}

    static ScrapeError of(HttpResponseStatus status, ScrapeRequest request, GrowingBytes body) {
        String reason = "server returned HTTP status " + status;
        if (status.code() == BAD_REQUEST) {
            return badRequest(reason, request, text(body));
        }
        return switch (status.code()) {
            case 401, 403 -> new ScrapeError(ScrapeProblem.UNAUTHORIZED, reason);
            case 404 -> new ScrapeError(ScrapeProblem.NOT_FOUND, reason);
            case 301, 302, 303, 307, 308 ->
                    new ScrapeError(
                            ScrapeProblem.REDIRECT,
                            reason,
                            request.followRedirects() ? "" : "follow_redirects is false");
            default ->
                    new ScrapeError(
                            status.code() >= 500
                                    ? ScrapeProblem.SERVER_ERROR
                                    : ScrapeProblem.HTTP_STATUS,
                            reason);
        };
    }

    private static String text(GrowingBytes body) {
        int length = Math.min(MAX_LOOK, body.size());
        return new String(body.array(), 0, length, StandardCharsets.ISO_8859_1);
    }

    private static ScrapeError badRequest(String reason, ScrapeRequest request, String text) {
        String host = HostPort.required(request.url()).host();
        boolean django = text.contains("ALLOWED_HOSTS") || text.contains("Invalid HTTP_HOST");
        // Without its debug mode Django says no more than this.
        boolean terse = text.contains("<h1>Bad Request (400)</h1>");
        if ((django || terse) && host.contains("_")) {
            return new ScrapeError(ScrapeProblem.HOST_NAME_INVALID, reason);
        }
        if (django || terse) {
            return new ScrapeError(
                    ScrapeProblem.HOST_REFUSED_DJANGO,
                    reason,
                    "Django refuses this host; add \"" + host + "\" to ALLOWED_HOSTS");
        }
        if (text.trim().equals("Invalid host header")) {
            return new ScrapeError(
                    ScrapeProblem.HOST_REFUSED_STARLETTE,
                    reason,
                    "add \"" + host + "\" to the allowed_hosts of TrustedHostMiddleware");
        }
        // The words of nginx, and of Go's server.
        if (text.contains("sent to HTTPS port") || text.contains("to an HTTPS server")) {
            return new ScrapeError(ScrapeProblem.TLS, reason, NetworkErrors.TLS_PORT);
        }
        return new ScrapeError(ScrapeProblem.HTTP_STATUS, reason);
    }
}
