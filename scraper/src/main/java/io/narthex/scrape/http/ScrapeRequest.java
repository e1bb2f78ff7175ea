package io.narthex.scrape.http;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// What to ask a target, or whoever else is asked in the same way.
///
/// @param headers beside `Host`
/// @param followRedirects whether to go where a redirect points
/// @param maxBodyBytes a body must be smaller than this, compressed and not
/// @param timeout for everything, from connecting to the last byte
/// @param posted what is sent with a POST; null for a GET. Must not change
///
/// Thread safety: immutable.
public record ScrapeRequest(
        URI url,
        Map<String, String> headers,
        boolean followRedirects,
        int maxBodyBytes,
        Duration timeout,
        byte @Nullable [] posted) {
    /// Copies the map.
    public ScrapeRequest {
        headers = Map.copyOf(headers);
    }

    /// A request that sends nothing.
    public ScrapeRequest(
            URI url,
            Map<String, String> headers,
            boolean followRedirects,
            int maxBodyBytes,
            Duration timeout) {
        this(url, headers, followRedirects, maxBodyBytes, timeout, null);
    }

    /// A reason with the URL before it, as Go's HTTP client tells it.
    String failed(String reason) {
        return (posted == null ? "Get \"" : "Post \"") + url + "\": " + reason;
    }

    /// The same elsewhere.
    ///
    /// @param again whether what is sent goes there too
    ScrapeRequest to(URI other, boolean again) {
        return new ScrapeRequest(
                other, headers, followRedirects, maxBodyBytes, timeout, again ? posted : null);
    }
}
