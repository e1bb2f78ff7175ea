package io.narthex.scrape.loop;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.TargetHealth;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// How the last scrape of a target went.
///
/// @param lastScrape when it began; null before the first
/// @param duration how long it took
/// @param error why it failed, if it did
///
/// Thread safety: immutable.
record TargetState(
        TargetHealth health, @Nullable Instant lastScrape, Duration duration, ScrapeError error) {
    static final TargetState NEW =
            new TargetState(TargetHealth.UNKNOWN, null, Duration.ZERO, ScrapeError.NONE);
}
