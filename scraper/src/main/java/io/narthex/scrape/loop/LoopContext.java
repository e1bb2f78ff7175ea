package io.narthex.scrape.loop;

import io.narthex.model.Appendable;
import io.narthex.scrape.ScraperOptions;
import io.narthex.scrape.http.ScrapeClient;

/// What all loops of a scraper share.
///
/// Thread safety: its parts are safe for concurrent calls.
public record LoopContext(
        Appendable storage, ScraperOptions options, ScrapeClient client, ScrapeCounters counters) {}
