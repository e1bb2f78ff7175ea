package io.narthex.scrape.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// What to ask a target.
///
/// @param headers beside `Host`
/// @param followRedirects whether to go where a redirect points
/// @param maxBodyBytes a body must be smaller than this, compressed and not
/// @param timeout for everything, from connecting to the last byte
///
/// Thread safety: immutable.
public record ScrapeRequest(
        URI url,
        Map<String, String> headers,
        boolean followRedirects,
        int maxBodyBytes,
        Duration timeout) {
    /// Copies the map.
    public ScrapeRequest {
        headers = Map.copyOf(headers);
    }

    /// A reason with the URL before it, as Go's HTTP client tells it.
    String failed(String reason) {
        return "Get \"" + url + "\": " + reason;
    }

    ScrapeRequest to(URI other) {
        return new ScrapeRequest(other, headers, followRedirects, maxBodyBytes, timeout);
    }
}
