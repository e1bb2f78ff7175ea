package io.narthex.tsdb.wal;

import io.narthex.model.LabelMatcher;

import java.util.List;

/// One request to delete samples: those of a time range that there are at its place in the log.
///
/// @param mint oldest time, epoch milliseconds, inclusive
/// @param maxt newest time, inclusive
/// @param matchers what the series have in common
/// @param blocks the names of the blocks that are meant; as a block never changes, the matchers
///     choose the same series there whenever they are asked
///
/// Thread safety: immutable.
public record Deletion(long mint, long maxt, List<LabelMatcher> matchers, List<String> blocks) {
    /// Copies the lists.
    public Deletion {
        matchers = List.copyOf(matchers);
        blocks = List.copyOf(blocks);
    }
}
