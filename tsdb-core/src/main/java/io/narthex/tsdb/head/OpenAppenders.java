package io.narthex.tsdb.head;

import java.util.HashMap;
import java.util.Map;

/// The open batches, numbered in the order of their opening.
///
/// Thread safety: guarded by the commit lock.
final class OpenAppenders {
    private final Map<HeadAppender, Long> numbers = new HashMap<>();
    private long newest;

    void add(HeadAppender appender) {
        numbers.put(appender, ++newest);
    }

    void remove(HeadAppender appender) {
        numbers.remove(appender);
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
