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
            if (table.labels(order[mid]).compareTo(table.labels(slot)) < 0) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo;
    }

    private int[] sortedByLabels(int[] slots) {
        Integer[] boxed = Arrays.stream(slots).boxed().toArray(Integer[]::new);
        Arrays.sort(boxed, (x, y) -> table.labels(x).compareTo(table.labels(y)));
        return Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
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
