package io.narthex.server.hints;

/// What rules may know of the metrics that are scraped.
///
/// Thread safety: implementations are safe for concurrent calls.
interface ScrapedMetrics {
    /// Whether a series of this name counts something and so only grows.
    boolean isCounter(String metric);

    /// How long the targets that expose what a selector selects wait between scrapes, in
    /// milliseconds: the longest of them where they differ; 0 where no target is known.
    long intervalMillis(SelectorUse use);

    /// The longest interval of all targets, in milliseconds; 0 without targets.
    long longestIntervalMillis();
}
