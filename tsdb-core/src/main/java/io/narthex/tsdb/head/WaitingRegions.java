package io.narthex.tsdb.head;

import org.jspecify.annotations.Nullable;

/// Freed regions that queriers may still read, first freed first. While a checkpoint is written
/// there are hundreds of thousands of them, so they are columns and no objects.
///
/// Thread safety: guarded by the commit lock.
final class WaitingRegions {
    private static final int FIRST = 64;

    private byte[] @Nullable [] pages = new byte[FIRST][];
    private int[] places = new int[FIRST];

    /// The number of the newest querier that may know each.
    private long[] knownTo = new long[FIRST];

    private int first;
    private int size;

    void add(byte[] page, int place, long known) {
        if (size == pages.length) {
            resize(2 * size);
        }
        int at = first + size & pages.length - 1;
        pages[at] = page;
        places[at] = place;
        knownTo[at] = known;
        size++;
    }

    /// The number of the newest querier that may know the first one; `Long.MAX_VALUE` where there
    /// is none.
    long knownTo() {
        return size == 0 ? Long.MAX_VALUE : knownTo[first];
    }

    /// The page of the first one, of which there is one.
    byte[] page() {
        byte[] page = pages[first];
        if (page == null) {
            throw new IllegalStateException("BUG: no region waits");
        }
        return page;
    }

    /// What was said of the first one's place, of which there is one.
    int place() {
        return places[first];
    }

    void removeFirst() {
        pages[first] = null;
        first = first + 1 & pages.length - 1;
        if (--size == 0 && pages.length > FIRST) {
            resize(FIRST);
        }
    }

    private void resize(int length) {
        byte[] @Nullable [] newPages = new byte[length][];
        int[] newPlaces = new int[length];
        long[] newKnown = new long[length];
        for (int i = 0; i < size; i++) {
            int at = first + i & pages.length - 1;
            newPages[i] = pages[at];
            newPlaces[i] = places[at];
            newKnown[i] = knownTo[at];
        }
        pages = newPages;
        places = newPlaces;
        knownTo = newKnown;
        first = 0;
    }
}
