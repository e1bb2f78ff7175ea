package io.narthex.tsdb.head;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// The open batches, numbered in the order of their opening, and some that wait to be used again:
/// most of what a loaded store would allocate is batches.
///
/// Thread safety: guarded by the commit lock.
final class OpenAppenders {
    private static final int MOST_SPARE = 4;
    private static final int MOST_SPARE_SAMPLES = 1 << 16;

    private final Map<HeadAppender, Long> numbers = new HashMap<>();
    private final Deque<Batch> spare = new ArrayDeque<>();
    private long newest;

    void add(HeadAppender appender) {
        numbers.put(appender, ++newest);
    }

    void remove(HeadAppender appender) {
        numbers.remove(appender);
    }

    /// An empty batch.
    Batch batch() {
        @Nullable Batch used = spare.pollLast();
        return used == null ? new Batch() : used;
    }

    /// Takes a batch back that nobody uses any more.
    void giveBack(Batch batch) {
        if (spare.size() < MOST_SPARE && batch.refs.length <= MOST_SPARE_SAMPLES) {
            batch.clear();
            spare.addLast(batch);
        }
    }

    /// Lets the memory of batches go that nobody uses.
    void forgetSpare() {
        spare.clear();
    }

    /// The number of an appender; for one that has ended that of the newest.
    long number(HeadAppender appender) {
        return numbers.getOrDefault(appender, newest);
    }

    /// The lowest number of an open appender; `Long.MAX_VALUE` where none is open.
    long oldest() {
        return numbers.values().stream().mapToLong(n -> n).min().orElse(Long.MAX_VALUE);
    }

    int size() {
        return numbers.size();
    }
}
