package io.narthex.tsdb.exemplar;

import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarQueryable;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.LabelsHash;
import io.narthex.tsdb.io.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The newest exemplars, a fixed number over all series: a new one takes the place of the one that
/// came first, whichever series that is of.
///
/// As in Prometheus, a scrape that exposes the same exemplar again stores nothing; one older than
/// its series' newest is refused unless the out-of-order window reaches to it; at equal times they
/// ascend by value, then by the hash of their labels. Exemplars belong to a label set, so they stay
/// when the series is dropped.
///
/// Thread safety: safe for concurrent calls.
public final class ExemplarStore implements ExemplarQueryable {
    /// The most exemplars that a store may hold: their texts must fit one array.
    public static final int MAX_CAPACITY = 4_000_000;

    /// A list, its entry in the map, and a label set that only it may still need.
    private static final int BYTES_PER_SERIES = 400;

    private final ReentrantLock lock = new ReentrantLock();

    /// In milliseconds.
    private final long outOfOrderWindow;

    /// All that follows is guarded by the lock.
    private final ExemplarRing ring;

    private final Map<Labels, SeriesList> series = new HashMap<>();
    private final ByteWriter text = new ByteWriter(256);
    private long appended;
    private long outOfOrder;

    /// Written under the lock.
    private volatile boolean enabled;

    /// Creates an empty store.
    ///
    /// @param capacity how many exemplars it holds at most; 0 or less for none
    /// @param outOfOrderWindow how much older than its series' newest an exemplar may be, in
    ///     milliseconds
    public ExemplarStore(long capacity, long outOfOrderWindow) {
        this.ring = new ExemplarRing(bounded(capacity));
        this.outOfOrderWindow = outOfOrderWindow;
        this.enabled = ring.capacity() > 0;
    }

    private static int bounded(long capacity) {
        return Math.clamp(capacity, 0, MAX_CAPACITY);
    }

    /// Whether any exemplars are kept.
    public boolean isEnabled() {
        return enabled;
    }

    /// Changes the number of exemplars; what no longer fits is dropped, the first ones first.
    ///
    /// @param capacity 0 or less for none
    public void resize(long capacity) {
        int size = bounded(capacity);
        lock.lock();
        try {
            while (ring.count() > size) {
                dropFirst(null);
            }
            ring.resize(size);
            enabled = size > 0;
        } finally {
            lock.unlock();
        }
    }

    /// Says what [#add] would do at this moment, and stores nothing.
    public ExemplarVerdict judge(Labels labels, Exemplar exemplar) {
        lock.lock();
        try {
            return judgeLocked(series.get(labels), exemplar);
        } finally {
            lock.unlock();
        }
    }

    /// Stores an exemplar unless it is refused or known.
    ///
    /// @param ref the series' reference
    /// @param labels the series' labels
    public ExemplarVerdict add(long ref, Labels labels, Exemplar exemplar) {
        lock.lock();
        try {
            SeriesList list = series.get(labels);
            ExemplarVerdict verdict = judgeLocked(list, exemplar);
            if (verdict == ExemplarVerdict.OUT_OF_ORDER) {
                outOfOrder++;
            }
            if (verdict == ExemplarVerdict.ACCEPTED) {
                storeLocked(ref, labels, list, exemplar);
            }
            return verdict;
        } finally {
            lock.unlock();
        }
    }

    private ExemplarVerdict judgeLocked(@Nullable SeriesList list, Exemplar e) {
        if (ring.capacity() == 0) {
            return ExemplarVerdict.DISABLED;
        }
        if (e.isTooLong()) {
            return ExemplarVerdict.TOO_LONG;
        }
        ExemplarRing.writeText(e.labels(), text);
        if (list == null) {
            return ExemplarVerdict.ACCEPTED;
        }
        int newest = list.newest;
        long t = ring.time(newest);
        if (isRepeat(newest, e)) {
            return ExemplarVerdict.REPEATED;
        }
        if (e.timestamp() > t) {
            return ExemplarVerdict.ACCEPTED;
        }
        if (e.timestamp() == t) {
            return precedes(e, newest) ? ExemplarVerdict.OUT_OF_ORDER : ExemplarVerdict.ACCEPTED;
        }
        if (e.timestamp() <= t - outOfOrderWindow) {
            return ExemplarVerdict.OUT_OF_ORDER;
        }
        // Of several at one time between others nobody knows which came; one is enough.
        int before = ring.before(list, e.timestamp());
        return before != ExemplarRing.NONE && ring.time(before) == e.timestamp()
                ? ExemplarVerdict.REPEATED
                : ExemplarVerdict.ACCEPTED;
    }

    /// Whether the exemplar is the one in a slot once more. Where neither says when it was, the
    /// times are those of the scrapes and tell nothing.
    private boolean isRepeat(int slot, Exemplar e) {
        boolean timed = e.hasTimestamp() || ring.hasTimestamp(slot);
        return (!timed || e.timestamp() == ring.time(slot))
                && e.value() == ring.value(slot)
                && ring.hasText(slot, text);
    }

    /// Whether an exemplar would have to come before the one in a slot, which has the same time.
    private boolean precedes(Exemplar e, int slot) {
        double value = ring.value(slot);
        return e.value() < value
                || e.value() == value
                        && Long.compareUnsigned(
                                        LabelsHash.of(e.labels()), LabelsHash.of(ring.labels(slot)))
                                < 0;
    }

    private void storeLocked(long ref, Labels labels, @Nullable SeriesList known, Exemplar e) {
        SeriesList list = known;
        if (list == null) {
            list = new SeriesList(labels);
            series.put(labels, list);
        }
        while (!ring.hasRoom(text.size())) {
            dropFirst(list);
        }
        list.ref = ref;
        ring.add(list, e, text, ring.before(list, e.timestamp()));
        appended++;
    }

    /// Drops the exemplar that came first, and its series where it was the last one.
    ///
    /// @param kept a series that is about to get another one
    private void dropFirst(@Nullable SeriesList kept) {
        SeriesList list = ring.removeFirst();
        if (list.isEmpty() && list != kept) {
            series.remove(list.labels);
        }
    }

    @Override
    public List<ExemplarSeries> exemplars(
            long mint, long maxt, List<List<LabelMatcher>> selectors) {
        // Matching may be slow, and nobody is to wait for it.
        List<SeriesList> matched = new ArrayList<>();
        for (SeriesList list : overlapping(mint, maxt)) {
            if (selectors.stream().anyMatch(s -> LabelMatcher.matchesAll(s, list.labels))) {
                matched.add(list);
            }
        }
        List<ExemplarSeries> found = new ArrayList<>();
        for (SeriesList list : matched) {
            List<Exemplar> exemplars = exemplars(list, mint, maxt);
            if (!exemplars.isEmpty()) {
                found.add(new ExemplarSeries(list.labels, exemplars));
            }
        }
        found.sort(Comparator.comparing(ExemplarSeries::labels));
        return found;
    }

    private List<SeriesList> overlapping(long mint, long maxt) {
        List<SeriesList> all = new ArrayList<>();
        lock.lock();
        try {
            for (SeriesList list : series.values()) {
                if (ring.time(list.oldest) <= maxt && ring.time(list.newest) >= mint) {
                    all.add(list);
                }
            }
        } finally {
            lock.unlock();
        }
        return all;
    }

    private List<Exemplar> exemplars(SeriesList list, long mint, long maxt) {
        List<Exemplar> exemplars = new ArrayList<>();
        lock.lock();
        try {
            for (int slot = list.oldest;
                    slot != ExemplarRing.NONE && ring.time(slot) <= maxt;
                    slot = ring.next(slot)) {
                if (ring.time(slot) >= mint) {
                    exemplars.add(ring.exemplar(slot));
                }
            }
            return exemplars;
        } finally {
            lock.unlock();
        }
    }

    /// The exemplars as they are now.
    public ExemplarSnapshot snapshot() {
        lock.lock();
        try {
            return new ExemplarSnapshot(ring.copy());
        } finally {
            lock.unlock();
        }
    }

    /// What the store holds and has done.
    public ExemplarStats stats() {
        lock.lock();
        try {
            return new ExemplarStats(
                    ring.capacity(),
                    ring.count(),
                    series.size(),
                    appended,
                    outOfOrder,
                    ring.count() == 0 ? 0 : ring.time(ring.slot(0)),
                    bytesLocked());
        } finally {
            lock.unlock();
        }
    }

    /// Memory of all exemplars; that of their series is estimated.
    public long bytes() {
        lock.lock();
        try {
            return bytesLocked();
        } finally {
            lock.unlock();
        }
    }

    private long bytesLocked() {
        return ring.memory() + (long) series.size() * BYTES_PER_SERIES;
    }
}
