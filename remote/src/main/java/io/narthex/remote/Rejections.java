package io.narthex.remote;

import io.narthex.model.AppendStatus;
import io.narthex.model.CommitResult;

import org.jspecify.annotations.Nullable;

/// The samples of one request that were not stored, and the first of them as the one to name.
///
/// Thread safety: for one thread; reuse it.
final class Rejections {
    private int count;
    private int index;
    private int series;
    private @Nullable AppendStatus first;
    private String reason = "";

    void clear() {
        count = 0;
        first = null;
    }

    int count() {
        return count;
    }

    /// A sample that never reached the store.
    ///
    /// @param why the status in words
    /// @param before how many samples of the request did before it
    /// @param ofSeries position of its series
    void add(AppendStatus status, String why, int before, int ofSeries) {
        count++;
        note(status, why, before, ofSeries);
    }

    /// The samples that the store refused.
    void add(CommitResult result) {
        count += result.rejections().size();
        if (!result.rejections().isEmpty()) {
            CommitResult.Rejection r = result.rejections().getFirst();
            note(r.status(), RejectionText.of(r.status()), r.index(), -1);
        }
    }

    /// Position of the first one among the samples given to the store.
    int index() {
        return index;
    }

    /// Position of its series, or -1 where the index has to tell.
    int series() {
        return series;
    }

    /// Why the first one was rejected, or null if there is none.
    @Nullable AppendStatus first() {
        return first;
    }

    /// Why the first one was rejected, in words; empty if there is none.
    String reason() {
        return reason;
    }

    private void note(AppendStatus status, String why, int at, int ofSeries) {
        if (first == null || at < index) {
            first = status;
            reason = why;
            index = at;
            series = ofSeries;
        }
    }
}
