package io.narthex.tsdb.cardinality;

import io.narthex.model.Labels;

import java.util.List;

/// What relabelling rules would make of the series in memory.
///
/// @param all series in memory
/// @param allBytes what all of them take, labels estimated
/// @param dropped series that the rules drop
/// @param droppedBytes what these take
/// @param merged series that come out with labels that another one comes out with: of several such
///     all but one
/// @param mergedBytes what these take
/// @param collisions label sets with which several series come out; the largest such crowds, and
///     not more than a few
/// @param crowds how many such label sets there are
/// @param jobs jobs of series that the rules change or drop, ascending; not more than a few
/// @param isWhole whether every series was looked at that the rules concern; where there are too
///     many, all but `all` is of a part
///
/// Thread safety: immutable.
public record RelabelEffect(
        long all,
        long allBytes,
        long dropped,
        long droppedBytes,
        long merged,
        long mergedBytes,
        List<Collision> collisions,
        long crowds,
        List<String> jobs,
        boolean isWhole) {
    /// Copies the lists.
    public RelabelEffect {
        collisions = List.copyOf(collisions);
        jobs = List.copyOf(jobs);
    }

    /// A label set that several series would come out with.
    ///
    /// @param series how many
    public record Collision(Labels labels, long series) {}
}
