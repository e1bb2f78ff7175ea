package io.narthex.tsdb.index;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Utf8Order;
import io.narthex.tsdb.cardinality.IndexStats;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// The index of the series in memory.
///
/// Thread safety: safe for concurrent calls; one lock guards everything, and no other lock is taken
/// while it is held.
public final class SeriesIndex {
    /// Selections kept for repetition: a dashboard asks some thirty.
    private static final int KEPT_SELECTIONS = 128;

    /// And of all of them: four million series.
    private static final long KEPT_BYTES = 64L << 20;

    private final Object lock = new Object();
    private final LabelsTable table = new LabelsTable();
    private final Postings postings = new Postings();
    private final IndexCensus census = new IndexCensus(postings, table);
    private final SeriesOrder order = new SeriesOrder(table);
    private final BoundedCache<List<LabelMatcher>, Kept> selections =
            new BoundedCache<>(KEPT_SELECTIONS, KEPT_BYTES, Kept::bytes);
    private long[] refs = new long[64];

    /// How often series came.
    private long additions;

    /// Written under the lock.
    private volatile long pairBytes;

    /// Written under the lock.
    private volatile long keptBytes;

    /// A selection, and how often series had come when it was right.
    private record Kept(Selection selection, long additions) {
        long bytes() {
            return selection.bytes();
        }
    }

    /// The reference of a label set, or 0.
    public long find(Labels labels) {
        synchronized (lock) {
            int slot = table.find(labels);
            return slot < 0 ? 0 : refs[slot];
        }
    }

    /// The number of series.
    public int size() {
        synchronized (lock) {
            return table.size();
        }
    }

    /// Memory for the label pairs there are, by estimate; it takes no lock.
    public long pairBytes() {
        return pairBytes;
    }

    /// The labels of series, null for those that are gone.
    public @Nullable Labels[] labels(long[] wanted) {
        @Nullable Labels[] labels = new @Nullable Labels[wanted.length];
        synchronized (lock) {
            for (int i = 0; i < wanted.length; i++) {
                int slot = (int) wanted[i];
                if (wanted[i] != 0 && slot < refs.length && refs[slot] == wanted[i]) {
                    labels[i] = table.labels(slot);
                }
            }
        }
        return labels;
    }

    /// The number of series with a label pair.
    public int count(String name, String value) {
        synchronized (lock) {
            RoaringBitmap slots = postings.slots(name, value);
            return slots == null ? 0 : slots.getCardinality();
        }
    }

    /// The largest metric among the series of a label pair; null where there are none. It reads
    /// thousands of label sets, so it is not for every series.
    ///
    /// @param value null for all series
    public @Nullable Crowd crowd(String name, @Nullable String value) {
        synchronized (lock) {
            return census.crowd(name, value);
        }
    }

    /// What the index holds most of. It reads every label pair.
    ///
    /// @param limit the length of each list, at least 1
    public IndexStats stats(int limit) {
        synchronized (lock) {
            return census.stats(limit);
        }
    }

    /// Adds a series whose slot is its reference's low half.
    public void add(long ref, Labels labels) {
        int slot = (int) ref;
        synchronized (lock) {
            if (slot >= refs.length) {
                refs = Arrays.copyOf(refs, Math.max(slot + 1, refs.length * 2));
            }
            refs[slot] = ref;
            table.put(slot, postings.add(slot, labels));
            order.add(slot);
            pairBytes = postings.pairBytes();
            additions++;
        }
    }

    /// Removes series.
    public void remove(Collection<Long> gone) {
        synchronized (lock) {
            RoaringBitmap slots = new RoaringBitmap();
            gone.forEach(ref -> slots.add(ref.intValue()));
            order.remove(slots);
            for (int slot : slots) {
                postings.remove(slot, table.labels(slot));
                table.remove(slot);
                refs[slot] = 0;
            }
            selections.clear();
            keptBytes = 0;
            pairBytes = postings.pairBytes();
        }
    }

    /// The bytes of selections that are there for repetition only.
    public long keptBytes() {
        return keptBytes;
    }

    /// Forgets selections that are there for repetition only.
    public void forgetKept() {
        synchronized (lock) {
            selections.clear();
            keptBytes = 0;
        }
    }

    /// The series that all matchers accept. While these stay the same the answer does too, whatever
    /// other series come.
    public Selection select(List<LabelMatcher> matchers) {
        synchronized (lock) {
            Kept kept = selections.get(matchers);
            if (kept != null && kept.additions == additions) {
                return kept.selection;
            }
            Selection found = selectLocked(matchers, kept == null ? null : kept.selection);
            selections.put(List.copyOf(matchers), new Kept(found, additions));
            keptBytes = selections.bytes();
            return found;
        }
    }

    /// @param before what was selected before some series came, null where that is not known
    private Selection selectLocked(List<LabelMatcher> matchers, @Nullable Selection before) {
        int[] slots = order.sorted(postings.select(matchers));
        // A series that goes makes all of them be forgotten, so a slot is still the same series'.
        if (before != null && Arrays.equals(slots, before.slots())) {
            return before;
        }
        long[] found = new long[slots.length];
        Labels[] labels = new Labels[slots.length];
        for (int i = 0; i < slots.length; i++) {
            found[i] = refs[slots[i]];
            labels[i] = table.labels(slots[i]);
        }
        return new Selection(slots, found, labels, Fingerprints.next());
    }

    /// The label names of the series that all matchers accept, sorted.
    ///
    /// @param limit how many at most; 0 for all
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        TreeSet<String> names = new TreeSet<>(Utf8Order::compare);
        synchronized (lock) {
            if (matchers.isEmpty()) {
                postings.names().forEach(names::add);
            } else {
                for (int slot : postings.select(matchers)) {
                    Labels labels = table.labels(slot);
                    for (int i = 0; i < labels.size(); i++) {
                        names.add(labels.name(i));
                    }
                }
            }
        }
        return limited(names, limit);
    }

    /// The values of a label among the series that all matchers accept, sorted.
    ///
    /// @param limit how many at most; 0 for all
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        TreeSet<String> values = new TreeSet<>(Utf8Order::compare);
        synchronized (lock) {
            if (matchers.isEmpty()) {
                postings.values(name).forEach(values::add);
            } else {
                RoaringBitmap slots = postings.select(matchers);
                for (int slot : slots) {
                    String value = table.labels(slot).get(name);
                    if (value != null) {
                        values.add(value);
                    }
                }
            }
        }
        return limited(values, limit);
    }

    private static List<String> limited(TreeSet<String> all, int limit) {
        return limit > 0 ? all.stream().limit(limit).toList() : new ArrayList<>(all);
    }
}
