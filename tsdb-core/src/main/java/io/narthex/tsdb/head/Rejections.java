package io.narthex.tsdb.head;

import io.narthex.model.AppendStatus;
import io.narthex.model.CommitResult;

import java.util.ArrayList;
import java.util.List;

/// Collects what a commit did not store.
///
/// Thread safety: for one thread.
final class Rejections {
    private final List<CommitResult.Rejection> list = new ArrayList<>(0);

    void add(int index, AppendStatus status) {
        list.add(new CommitResult.Rejection(index, status));
    }

    List<CommitResult.Rejection> all() {
        return list;
    }

    CommitResult result(int samples) {
        return list.isEmpty()
                ? CommitResult.allAccepted(samples)
                : new CommitResult(samples - list.size(), List.copyOf(list));
    }
}
