package io.narthex.server.metrics;

import io.narthex.scrape.ScraperStats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.function.Supplier;

/// Figures of scraping.
///
/// Thread safety: safe for concurrent calls.
record ScrapeMetrics(Supplier<ScraperStats> stats) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        ScraperStats s = stats.get();
        return new Snapshots()
                .counter("narthex_scrapes", "Scrapes, failed ones included.", s.scrapes())
                .counter("narthex_scrapes_failed", "Scrapes that failed.", s.failedScrapes())
                .counter("narthex_scrape_samples", "Samples stored by scrapes.", s.samples())
                .counter(
                        "prometheus_target_scrapes_sample_out_of_order",
                        "Scraped samples refused because newer ones are there.",
                        s.outOfOrder())
                .counter(
                        "prometheus_target_scrapes_sample_duplicate_timestamp",
                        "Scraped samples refused because their timestamp holds another value.",
                        s.duplicates())
                .counter(
                        "prometheus_target_scrapes_sample_out_of_bounds",
                        "Scraped samples refused as too old or too far in the future.",
                        s.outOfBounds())
                .counter(
                        "narthex_scrape_samples_refused",
                        "Scraped samples refused for any other reason.",
                        s.refused())
                .counter(
                        "prometheus_target_scrapes_exemplar_out_of_order",
                        "Scraped exemplars refused because newer ones are there.",
                        s.exemplarsOutOfOrder())
                .counter(
                        "prometheus_target_scrapes_exceeded_sample_limit",
                        "Scrapes that failed at sample_limit.",
                        s.sampleLimitExceeded())
                .counter(
                        "prometheus_target_scrapes_exceeded_body_size_limit",
                        "Scrapes that failed at body_size_limit.",
                        s.bodySizeLimitExceeded())
                .counter(
                        "prometheus_target_scrapes_exceeded_native_histogram_bucket_limit",
                        "Scrapes that failed at native_histogram_bucket_limit.",
                        s.bucketLimitExceeded())
                .counter(
                        "narthex_targets_invalid",
                        "Targets dropped because their labels were unusable.",
                        s.invalidTargets())
                .build();
    }
}
