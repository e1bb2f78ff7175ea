package io.narthex.scrape;

import io.narthex.model.Appendable;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Scrapes the targets of its jobs into a store, until it is closed.
///
/// Thread safety: safe for concurrent calls.
public final class Scraper implements AutoCloseable {
    private final Appendable storage;
    private final ScraperOptions options;

    /// Creates a scraper without jobs.
    public Scraper(Appendable storage, ScraperOptions options) {
        this.storage = storage;
        this.options = options;
    }

    /// Replaces the jobs. Loops and caches of targets that stay as they were go on undisturbed.
    ///
    /// @throws IllegalArgumentException if two jobs have the same name
    /// @throws IllegalStateException if the scraper is closed
    public void apply(List<ScrapeConfig> configs) {
        throw new UnsupportedOperationException(
                "scraping is not supported yet: " + configs.size() + storage + options);
    }

    /// The targets that are scraped, by job and then in the order of discovery.
    public List<TargetStatus> activeTargets() {
        return List.of();
    }

    /// The targets that relabelling dropped.
    public List<DroppedTarget> droppedTargets() {
        return List.of();
    }

    /// What the active targets say about their metrics.
    ///
    /// @param metric only this metric family; null for all
    public List<TargetMetadata> metadata(@Nullable String metric) {
        return List.of();
    }

    /// What was counted so far.
    public ScraperStats stats() {
        return new ScraperStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// Stops all loops and waits for scrapes that are under way, which are cut short. Writes no
    /// stale markers: the series go on after a restart.
    @Override
    public void close() {}
}
