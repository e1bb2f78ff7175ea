package io.narthex.tsdb.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Regions of pages for open blocks, in a few sizes.
///
/// A freed region may still be read by queriers that captured it; it is used again only when all
/// queriers that were open at that time are closed.
///
/// Thread safety: guarded by the commit lock.
final class RegionAllocator {
    private static final int[] SIZES = {64, 128, 256, 512, 1024, 2880};
    private static final int PAGE_BYTES = 128 << 10;

    /// The part of all regions that may be unused before it is worth looking for whole pages.
    private static final int MOST_UNUSED = 8;

    /// Bits for the class of a region, beside its offset.
    private static final int CLASS_BITS = 3;

    private final List<IntStack> freeOffsets = new ArrayList<>();
    private final List<List<byte[]>> freePages = new ArrayList<>();
    private final WaitingRegions waiting = new WaitingRegions();
    private final byte[][] current = new byte[SIZES.length][0];
    private final int[] used = new int[SIZES.length];

    private byte[] page = current[0];
    private int offset;
    private long bytes;

    /// Bytes of regions in use, free ones, and those that wait.
    private long memory;

    RegionAllocator() {
        for (int i = 0; i < SIZES.length; i++) {
            freeOffsets.add(new IntStack());
            freePages.add(new ArrayList<>());
        }
    }

    /// The class of the smallest regions that hold so many bytes.
    static int sizeClass(int bytes) {
        int c = 0;
        while (SIZES[c] < bytes) {
            c++;
        }
        return c;
    }

    static int size(int sizeClass) {
        return SIZES[sizeClass];
    }

    /// Takes a region; [#page] and [#offset] tell where it is.
    void allocate(int sizeClass) {
        bytes += SIZES[sizeClass];
        List<byte[]> pages = freePages.get(sizeClass);
        if (!pages.isEmpty()) {
            page = pages.removeLast();
            offset = freeOffsets.get(sizeClass).pop();
            return;
        }
        if (used[sizeClass] + SIZES[sizeClass] > current[sizeClass].length) {
            current[sizeClass] = new byte[PAGE_BYTES];
            used[sizeClass] = 0;
        }
        page = current[sizeClass];
        offset = used[sizeClass];
        used[sizeClass] += SIZES[sizeClass];
        memory += SIZES[sizeClass];
    }

    byte[] page() {
        return page;
    }

    int offset() {
        return offset;
    }

    /// Gives a region back.
    ///
    /// @param knownTo number of the newest querier opened so far
    void free(byte[] freed, int at, int sizeClass, long knownTo) {
        bytes -= SIZES[sizeClass];
        waiting.add(freed, at << CLASS_BITS | sizeClass, knownTo);
    }

    /// Makes the regions usable again that no open querier can know.
    ///
    /// @param oldestOpen number of the oldest open querier; `Long.MAX_VALUE` for none
    void reclaim(long oldestOpen) {
        while (waiting.knownTo() < oldestOpen) {
            int sizeClass = waiting.place() & (1 << CLASS_BITS) - 1;
            freePages.get(sizeClass).add(waiting.page());
            freeOffsets.get(sizeClass).push(waiting.place() >>> CLASS_BITS);
            waiting.removeFirst();
        }
    }

    /// Gives pages back to the heap of which no region is in use or waited for, where that may be
    /// many.
    void trim() {
        if (MOST_UNUSED * (memory - bytes) <= memory) {
            return;
        }
        for (int c = 0; c < SIZES.length; c++) {
            List<byte[]> pages = freePages.get(c);
            IntStack offsets = freeOffsets.get(c);
            Map<byte[], Integer> unused = new IdentityHashMap<>();
            pages.forEach(p -> unused.merge(p, 1, Integer::sum));
            int whole = PAGE_BYTES / SIZES[c];
            unused.values().removeIf(n -> n < whole);
            unused.remove(current[c]);
            memory -= (long) unused.size() * whole * SIZES[c];
            int kept = 0;
            for (int i = 0; i < pages.size(); i++) {
                if (!unused.containsKey(pages.get(i))) {
                    pages.set(kept, pages.get(i));
                    offsets.items[kept++] = offsets.items[i];
                }
            }
            pages.subList(kept, pages.size()).clear();
            offsets.size = kept;
        }
    }

    /// The bytes of regions in use.
    long bytes() {
        return bytes;
    }

    /// Memory of all regions, in use or not.
    long memory() {
        return memory;
    }

    private static final class IntStack {
        private int[] items = new int[16];
        private int size;

        void push(int v) {
            if (size == items.length) {
                items = Arrays.copyOf(items, size * 2);
            }
            items[size++] = v;
        }

        int pop() {
            return items[--size];
        }
    }
}
