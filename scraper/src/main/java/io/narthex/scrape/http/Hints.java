package io.narthex.scrape.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/// What users usually got wrong when a target refuses.
///
/// Thread safety: stateless.
final class Hints {
    private static final int BAD_REQUEST = 400;
    private static final int MAX_LOOK = 64 << 10;

    private Hints() {}

    /// A hint in parentheses, or nothing.
    static String about(int status, URI url, GrowingBytes body) {
        if (status != BAD_REQUEST) {
            return "";
        }
        String text =
                new String(
                        body.array(),
                        0,
                        Math.min(MAX_LOOK, body.size()),
                        StandardCharsets.ISO_8859_1);
        boolean django = text.contains("ALLOWED_HOSTS") || text.contains("Invalid HTTP_HOST");
        // Without its debug mode Django says no more than this.
        boolean terse = text.contains("<h1>Bad Request (400)</h1>");
        boolean starlette = text.trim().equals("Invalid host header");
        if (django || terse) {
            return " (hint: Django refuses this host; add \""
                    + HostPort.required(url).host()
                    + "\" to ALLOWED_HOSTS)";
        }
        return starlette
                ? " (hint: add \""
                        + HostPort.required(url).host()
                        + "\" to the allowed_hosts of TrustedHostMiddleware)"
                : "";
    }
}
