package io.narthex.tsdb.head;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The open queriers by number, oldest first.
///
/// Thread safety: guarded by the commit lock.
final class OpenQueriers {
    private final TreeMap<Long, HeadQuerier> open = new TreeMap<>();
    private long numbers;

    /// Registers a querier; returns its number, which grows from querier to querier.
    long add(HeadQuerier querier) {
        open.put(++numbers, querier);
        return numbers;
    }

    void remove(long number) {
        open.remove(number);
    }

    int size() {
        return open.size();
    }

    /// The number given last.
    long newest() {
        return numbers;
    }

    /// The number of the oldest open querier; `Long.MAX_VALUE` where none is open.
    long oldest() {
        return open.isEmpty() ? Long.MAX_VALUE : open.firstKey();
    }

    /// The oldest commit that an open querier sees; `Long.MAX_VALUE` where none is open that could
    /// select.
    long oldestSeq() {
        for (HeadQuerier querier : open.values()) {
            if (querier.seq() != HeadQuerier.NO_COMMIT) {
                return querier.seq();
            }
        }
        return HeadQuerier.NO_COMMIT;
    }

    List<HeadQuerier> openedBefore(long millis) {
        List<HeadQuerier> old = new ArrayList<>();
        for (HeadQuerier querier : open.values()) {
            if (querier.openedAt() < millis) {
                old.add(querier);
            }
        }
        return old;
    }
}
