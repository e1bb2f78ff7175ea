package io.narthex.scrape;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// A target and how its last scrape went, at one moment.
///
/// @param discoveredLabels the labels before relabelling, defaults included
/// @param labels the labels that its series carry
/// @param scrapePool the job's name in the configuration
/// @param scrapeUrl the URL that is asked
/// @param globalUrl the same, with a local host name replaced by one that others can reach
/// @param lastError why the last scrape failed, perhaps with a hint; empty where it did not
/// @param problem the kind of the last error
/// @param lastScrape when the last scrape began; null before the first
/// @param lastScrapeDuration how long it took; zero before the first
///
/// Thread safety: immutable.
public record TargetStatus(
        Labels discoveredLabels,
        Labels labels,
        String scrapePool,
        String scrapeUrl,
        String globalUrl,
        String lastError,
        ScrapeProblem problem,
        @Nullable Instant lastScrape,
        Duration lastScrapeDuration,
        TargetHealth health,
        Duration interval,
        Duration timeout) {}
