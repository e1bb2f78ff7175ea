package io.narthex.http.api;

import io.narthex.http.net.Exchange;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Locale;

/// Tells a page of this server, or no page at all, from a page of somebody else that a browser on
/// this machine happens to show.
///
/// Thread safety: stateless.
final class SameOrigin {
    private SameOrigin() {}

    /// Refuses a request of somebody else's page.
    ///
    /// @throws ApiException for such a one, and for a body that is not told to be JSON
    static void check(Exchange exchange) throws ApiException {
        String type = exchange.request().header("Content-Type");
        if (type == null
                || !type.split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/json")) {
            throw ApiException.badData("Content-Type: expected application/json");
        }
        checkOrigin(exchange);
    }

    /// The same for a request without a body.
    ///
    /// @throws ApiException for a request of somebody else's page
    static void checkOrigin(Exchange exchange) throws ApiException {
        String origin = exchange.request().header("Origin");
        if (origin != null && !isOf(origin, exchange.request().header("Host"))) {
            throw new ApiException(
                    ErrorType.FORBIDDEN, "pages of " + origin + " may not change anything here");
        }
    }

    private static boolean isOf(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException _) {
            return false; // "null", of a page that has no origin
        }
    }
}
