package io.narthex.server.config;

/// Defaults of the configuration that features change.
///
/// @param extraScrapeMetrics of `extra_scrape_metrics`
/// @param protoFirst whether `scrape_protocols` begins with protobuf, which tells start timestamps
///
/// Thread safety: immutable.
public record ConfigDefaults(boolean extraScrapeMetrics, boolean protoFirst) {
    /// Without features.
    public static final ConfigDefaults USUAL = new ConfigDefaults(false, false);
}
