package io.narthex.tsdb.index;

import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

import java.util.Arrays;

/// The canonical order of all series, renewed lazily when series came: new ones are sorted among
/// themselves and merged in, so that no query sorts label strings.
///
/// Thread safety: guarded by the index's lock.
final class SeriesOrder {
    private final LabelsTable table;
    private int[] order = new int[0];
    private int[] rank = new int[0];
    private final RoaringBitmap added = new RoaringBitmap();

    SeriesOrder(LabelsTable table) {
        this.table = table;
    }

    void add(int slot) {
        added.add(slot);
    }

    /// Takes series out, while their labels are still known.
    void remove(RoaringBitmap gone) {
        added.andNot(gone);
        int n = 0;
        int[] kept = new int[order.length];
        for (int slot : order) {
            if (!gone.contains(slot)) {
                kept[n++] = slot;
            }
        }
        setOrder(Arrays.copyOf(kept, n));
    }

    /// The slots of a bitmap in canonical order.
    int[] sorted(RoaringBitmap slots) {
        renew();
        int[] ranks = new int[slots.getCardinality()];
        PeekableIntIterator it = slots.getIntIterator();
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = rank[it.next()];
        }
        Arrays.sort(ranks);
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = order[ranks[i]];
        }
        return ranks;
    }

    /// Turns slots into their places in canonical order.
    void toRanks(int[] slots) {
        renew();
        for (int i = 0; i < slots.length; i++) {
            slots[i] = rank[slots[i]];
        }
    }

    private void renew() {
        if (added.isEmpty()) {
            return;
        }
        int[] fresh = sortedByLabels(added.toArray());
        added.clear();
        int[] merged = new int[order.length + fresh.length];
        int from = 0;
        for (int i = 0; i < fresh.length; i++) {
            int to = firstBehind(fresh[i], from);
            System.arraycopy(order, from, merged, from + i, to - from);
            merged[to + i] = fresh[i];
            from = to;
        }
        System.arraycopy(order, from, merged, from + fresh.length, order.length - from);
        setOrder(merged);
    }

    /// The place of the first slot that belongs behind a new one, looked for from a place on. Few
    /// are new among many, mostly, so most labels are never looked at.
    private int firstBehind(int slot, int from) {
        int lo = from;
        int hi = order.length;
        while (lo < hi) {
            int mid = (lo + hi) >>> 1;
            if (isBefore(order[mid], slot)) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo;
    }

    /// Merges sorted runs of ever twice the length. Boxed numbers would take more than all else of
    /// the index.
    private int[] sortedByLabels(int[] slots) {
        int[] from = slots;
        int[] to = new int[slots.length];
        for (int run = 1; run < slots.length; run *= 2) {
            for (int lo = 0; lo < slots.length; lo += 2 * run) {
                int mid = Math.min(lo + run, slots.length);
                merge(from, lo, mid, Math.min(mid + run, slots.length), to);
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private void merge(int[] from, int lo, int mid, int hi, int[] to) {
        int left = lo;
        int right = mid;
        // Series come in order mostly, as targets and senders give them.
        if (mid == hi || isBefore(from[mid - 1], from[mid])) {
            System.arraycopy(from, lo, to, lo, hi - lo);
            return;
        }
        for (int i = lo; i < hi; i++) {
            boolean takeLeft = right == hi || left < mid && isBefore(from[left], from[right]);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private boolean isBefore(int one, int other) {
        return table.labels(one).compareTo(table.labels(other)) < 0;
    }

    private void setOrder(int[] slots) {
        order = slots;
        int highest = 0;
        for (int slot : slots) {
            highest = Math.max(highest, slot);
        }
        rank = new int[highest + 1];
        for (int i = 0; i < slots.length; i++) {
            rank[slots[i]] = i;
        }
    }
}
