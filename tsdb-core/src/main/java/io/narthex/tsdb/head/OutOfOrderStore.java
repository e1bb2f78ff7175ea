package io.narthex.tsdb.head;

import io.narthex.model.AppendStatus;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The samples that came out of order and within the window, by slot. A series that never had one
/// costs nothing here.
///
/// A time that the series has already, in order or out of order, is not stored again: the sample
/// that was first counts, unless it is deleted.
///
/// Thread safety: guarded by the commit lock.
final class OutOfOrderStore {
    private final long window;
    private final SeriesColumns columns;
    private final HeadTombstones tombstones;
    private final HeadCounters counters;
    private final CommitLog log = new CommitLog();
    private final OutOfOrderSealer sealer = new OutOfOrderSealer();
    private final StoredSeries stored;
    private final Map<Integer, OutOfOrderSamples> bySlot = new HashMap<>();
    private boolean anyHistograms;
    private long bytes;

    /// @param window how much older than the head's newest sample a sample may be, in milliseconds;
    ///     0 for no out-of-order samples
    OutOfOrderStore(
            long window,
            SeriesColumns columns,
            HistogramStore histograms,
            HeadTombstones tombstones,
            HeadCounters counters) {
        this.window = window;
        this.columns = columns;
        this.tombstones = tombstones;
        this.stored = new StoredSeries(columns, histograms);
        this.counters = counters;
    }

    /// Whether any sample may come out of order.
    boolean isEnabled() {
        return window > 0;
    }

    /// Judges a sample that can't go behind its series' newest one.
    ///
    /// @param newest the head's newest time before the batch
    /// @param otherwise the answer where no sample may come out of order
    AppendStatus judge(long t, long newest, AppendStatus otherwise) {
        if (window == 0) {
            return otherwise;
        }
        return newest == Long.MIN_VALUE || t >= newest - window
                ? AppendStatus.OK
                : AppendStatus.TOO_OLD;
    }

    /// Stores the late samples of a judged batch.
    ///
    /// @param seq the commit's number
    /// @param watched whether a querier is open that must not see them
    /// @return the oldest time stored, `Long.MAX_VALUE` for none
    long apply(Batch batch, long seq, boolean watched) {
        long oldest = Long.MAX_VALUE;
        boolean begun = false;
        for (int i = 0; i < batch.size; i++) {
            if (!batch.isLate[i]) {
                continue;
            }
            if (watched && !begun) {
                log.begin(seq);
                begun = true;
            }
            if (store(batch, i, begun)) {
                oldest = Math.min(oldest, batch.times[i]);
            }
        }
        return oldest;
    }

    private boolean store(Batch batch, int i, boolean watched) {
        long ref = batch.refs[i];
        int slot = (int) ref;
        OutOfOrderSamples samples = bySlot.get(slot);
        if (has(slot, batch.times[i])) {
            return false;
        }
        if (watched) {
            log.note(ref, samples == null ? 0 : samples.arrived());
        }
        add(slot, batch, i);
        counters.samplesAppended++;
        counters.outOfOrderAppended++;
        return true;
    }

    private void add(int slot, Batch batch, int i) {
        OutOfOrderSamples samples = bySlot.get(slot);
        if (samples == null) {
            samples = new OutOfOrderSamples();
            bySlot.put(slot, samples);
            bytes += samples.bytes();
        }
        long before = samples.bytes();
        FloatHistogram h = batch.histogram(i);
        anyHistograms |= h != null;
        samples.add(batch.times[i], batch.values[i], batch.start(i), h);
        if (samples.isFull()) {
            samples.seal(sealer);
        }
        bytes += samples.bytes() - before;
    }

    /// Whether a series has a sample at a time that is not deleted, in order or out of order.
    boolean has(int slot, long t) {
        OutOfOrderSamples samples = bySlot.get(slot);
        SeriesTombstones deleted = tombstones.of(columns.idOf[slot]);
        return stored.has(slot, t) && !deleted.inOrder().contains(t)
                || samples != null && has(samples, t, deleted);
    }

    /// What is not sealed came behind all deletions; see [#settle].
    private boolean has(OutOfOrderSamples samples, long t, SeriesTombstones deleted) {
        if (samples.isBuffered(t)) {
            return true;
        }
        for (OutOfOrderChunk c : samples.chunks()) {
            int i = sealer.find(c, t);
            if (i >= 0 && !deleted.hidesLate(t, c.number(i))) {
                return true;
            }
        }
        return false;
    }

    /// Seals what a series has, before a part of it is deleted: a chunk keeps the numbers of its
    /// samples, and a later sample may have the time of a deleted one.
    ///
    /// @return how many samples of the series have come
    long settle(int slot) {
        OutOfOrderSamples samples = bySlot.get(slot);
        if (samples == null) {
            return 0;
        }
        bytes -= samples.bytes();
        samples.seal(sealer);
        bytes += samples.bytes();
        return samples.arrived();
    }

    /// Whether a series may have samples in a range.
    boolean overlaps(int slot, long mint, long maxt) {
        OutOfOrderSamples samples = bySlot.get(slot);
        return samples != null && samples.mint() <= maxt && samples.maxt() >= mint;
    }

    /// All samples of a series; null where there are none.
    @Nullable OutOfOrderView view(int slot) {
        OutOfOrderSamples samples = bySlot.get(slot);
        return samples == null ? null : samples.view(samples.arrived());
    }

    /// What a querier sees of the samples of some series, null where that is nothing.
    ///
    /// @param refs the series; 0 for none
    /// @param seq the commit that the querier sees
    @Nullable OutOfOrderView @Nullable [] capture(long[] refs, long seq) {
        if (bySlot.isEmpty()) {
            return null;
        }
        Map<Long, Long> changed = log.changedSince(seq);
        @Nullable OutOfOrderView[] views = new @Nullable OutOfOrderView[refs.length];
        boolean any = false;
        for (int i = 0; i < refs.length; i++) {
            int slot = (int) refs[i];
            OutOfOrderSamples samples = columns.idOf[slot] == refs[i] ? bySlot.get(slot) : null;
            if (samples != null) {
                Long before = changed.get(refs[i]);
                long end = before == null ? samples.arrived() : before;
                views[i] = end == 0 ? null : samples.view(end);
                any |= end > 0;
            }
        }
        return any ? views : null;
    }

    /// All samples there are, by reference.
    Map<Long, OutOfOrderView> views() {
        Map<Long, OutOfOrderView> views = new HashMap<>();
        bySlot.forEach(
                (slot, samples) -> views.put(columns.idOf[slot], samples.view(samples.arrived())));
        return views;
    }

    /// Takes a sample of a checkpoint.
    void restore(Batch batch, int i) {
        add((int) batch.refs[i], batch, i);
    }

    /// Forgets commits that no open querier needs undone.
    void forget(long upTo) {
        log.forget(upTo);
    }

    /// Drops what ends before a time.
    void dropBefore(long oldest) {
        for (OutOfOrderSamples samples : bySlot.values()) {
            bytes -= samples.bytes();
            samples.dropBefore(oldest);
            bytes += samples.bytes();
        }
    }

    /// How many samples each series has got so far, by reference.
    Map<Long, Long> arrived() {
        Map<Long, Long> arrived = new HashMap<>();
        bySlot.forEach((slot, samples) -> arrived.put(columns.idOf[slot], samples.arrived()));
        return arrived;
    }

    /// The starts of the ranges before a time in which there are samples, ascending.
    List<Long> ranges(long range, long before) {
        TreeSet<Long> starts = new TreeSet<>();
        bySlot.values().forEach(s -> s.addRanges(range, before, sealer, starts));
        return List.copyOf(starts);
    }

    /// Drops samples that were written to blocks, as far as they can be told from others: one that
    /// stays is the same in both places.
    ///
    /// @param seen by reference, how many samples of the series were written
    /// @param before the time before which they were
    void dropWritten(Map<Long, Long> seen, long before) {
        bySlot.forEach(
                (slot, samples) -> {
                    bytes -= samples.bytes();
                    samples.dropWritten(seen.getOrDefault(columns.idOf[slot], 0L), before);
                    bytes += samples.bytes();
                });
    }

    /// Whether there ever was a native histogram.
    boolean anyHistograms() {
        return anyHistograms;
    }

    /// Whether any series has a sample.
    boolean isEmpty() {
        return bySlot.values().stream().allMatch(OutOfOrderSamples::isEmpty);
    }

    /// Forgets a series that is dropped. An empty one is kept until then: queriers that are open
    /// know its samples by how many came before.
    void release(int slot) {
        OutOfOrderSamples samples = bySlot.isEmpty() ? null : bySlot.remove(slot);
        bytes -= samples == null ? 0 : samples.bytes();
    }

    /// Whether a series has no out-of-order samples.
    boolean isEmpty(int slot) {
        OutOfOrderSamples samples = bySlot.isEmpty() ? null : bySlot.get(slot);
        return samples == null || samples.isEmpty();
    }

    /// The oldest time of a series; `Long.MAX_VALUE` where it has none.
    long mint(int slot) {
        OutOfOrderSamples samples = bySlot.isEmpty() ? null : bySlot.get(slot);
        return samples == null ? Long.MAX_VALUE : samples.mint();
    }

    /// Memory of all out-of-order samples.
    long bytes() {
        return bytes;
    }
}
