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
/// @param watcher throws what ends the selection once nobody wants it any more; null where somebody
///     always does
public record SelectHints(
        long mint,
        long maxt,
        long step,
        boolean labelsOnly,
        int limit,
        @Nullable ReadReport report,
        @Nullable Runnable watcher) {
    /// How many series a store may look at before it asks the watcher again.
    private static final int WATCHED_EVERY = 1024;

    /// Hints of a selection that nobody watches.
    public SelectHints(
            long mint,
            long maxt,
            long step,
            boolean labelsOnly,
            int limit,
            @Nullable ReadReport report) {
        this(mint, maxt, step, labelsOnly, limit, report, null);
    }

    /// Hints of a selection of which nobody asks what was read.
    public SelectHints(long mint, long maxt, long step, boolean labelsOnly, int limit) {
        this(mint, maxt, step, labelsOnly, limit, null);
    }

    /// The same hints with a watcher.
    public SelectHints watchedBy(Runnable watching) {
        return new SelectHints(mint, maxt, step, labelsOnly, limit, report, watching);
    }

    /// The same hints for all series.
    public SelectHints unlimited() {
        return new SelectHints(mint, maxt, step, labelsOnly, 0, report, watcher);
    }

    /// For stores to call at each of many series that they look at while they select: throws what
    /// the watcher throws, which it is asked for now and then.
    ///
    /// @param series how many were looked at before
    public void check(int series) {
        if (watcher != null && series % WATCHED_EVERY == 0) {
            watcher.run();
        }
    }

    /// Samples within a range, with nothing more known.
    public static SelectHints range(long mint, long maxt) {
        return new SelectHints(mint, maxt, 0, false, 0);
    }
}
