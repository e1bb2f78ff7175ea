package io.narthex.scrape.discover;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What a [Discovery] has counted.
///
/// @param name what the targets are for, such as `scrape`
/// @param received changes that sources told
/// @param sent changes that were passed on, several together as one
/// @param delayed changes that had to wait until others had been passed on
///
/// Thread safety: immutable.
public record DiscoveryStats(
        String name,
        long received,
        long sent,
        long delayed,
        List<Source> sources,
        List<TargetSet> sets) {
    /// A source of targets.
    ///
    /// @param mechanism such as `file`
    /// @param set for whom it is asked; there is one of these for each
    /// @param refreshes attempts, failed ones included
    /// @param seconds what they took together
    public record Source(
            String mechanism, String set, long refreshes, long failures, double seconds) {}

    /// Whom targets are for, such as a job.
    ///
    /// @param targets how many there are
    /// @param updated when a change was last passed on; null before the first
    public record TargetSet(String name, int targets, @Nullable Instant updated) {}
}
