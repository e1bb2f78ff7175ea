package io.narthex.server;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;

/// How a running server comes to another configuration.
///
/// @param file the configuration file; null where there is none, and so nothing to reload
/// @param extraScrapeMetrics the default of `extra_scrape_metrics`
/// @param every how often the files are looked at; null for never
/// @param quit ends the process on request over HTTP; null where `/-/reload` and `/-/quit` are off
///
/// Thread safety: immutable.
public record ReloadOptions(
        @Nullable Path file,
        boolean extraScrapeMetrics,
        @Nullable Duration every,
        @Nullable Runnable quit) {
    /// The configuration stays as it is.
    public static final ReloadOptions NONE = new ReloadOptions(null, false, null, null);
}
