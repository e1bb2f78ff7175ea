package io.narthex.model;

import org.jspecify.annotations.Nullable;

/// What a query will do with a selection. Hints never change an answer, only its cost.
///
/// @param mint oldest sample time that matters, inclusive
/// @param maxt newest sample time that matters, inclusive
/// @param step the query's step in milliseconds; 0 for an instant query
/// @param labelsOnly whether only the label sets matter, not the samples
/// @param limit how many series at most; 0 for all
/// @param report where the store tells what it reads; null where nobody asks
public record SelectHints(
        long mint,
        long maxt,
        long step,
        boolean labelsOnly,
        int limit,
        @Nullable ReadReport report) {
    /// Hints of a selection of which nobody asks what was read.
    public SelectHints(long mint, long maxt, long step, boolean labelsOnly, int limit) {
        this(mint, maxt, step, labelsOnly, limit, null);
    }

    /// Samples within a range, with nothing more known.
    public static SelectHints range(long mint, long maxt) {
        return new SelectHints(mint, maxt, 0, false, 0);
    }
}
