package io.narthex.tsdb.head;

import io.narthex.tsdb.wal.Deletion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// What is deleted of the series in memory, and which deletions blocks may not have noted yet.
///
/// Thread safety: guarded by the commit lock; what it gives never changes, so a querier keeps what
/// there was when it was opened.
final class HeadTombstones {
    private Map<Long, SeriesTombstones> bySeries = new HashMap<>();

    /// Whether somebody has the map and it must be copied before it is changed.
    private boolean shared;

    private long newestReader;
    private List<Deletion> unnoted = List.of();

    /// By the series' reference; nobody may write to it.
    Map<Long, SeriesTombstones> bySeries() {
        shared = true;
        return bySeries;
    }

    SeriesTombstones of(long ref) {
        return bySeries.getOrDefault(ref, SeriesTombstones.NONE);
    }

    /// The series of which something is deleted.
    List<Long> refs() {
        return List.copyOf(bySeries.keySet());
    }

    /// Changes what is deleted of some series.
    void change(
            Collection<Long> refs, BiFunction<Long, SeriesTombstones, SeriesTombstones> change) {
        if (refs.isEmpty()) {
            return;
        }
        if (shared) {
            bySeries = new HashMap<>(bySeries);
            shared = false;
        }
        for (Long ref : refs) {
            SeriesTombstones changed = change.apply(ref, of(ref));
            if (changed.isEmpty()) {
                bySeries.remove(ref);
            } else {
                bySeries.put(ref, changed);
            }
        }
    }

    /// Notes that a deletion took effect.
    ///
    /// @param newest the number of the newest querier, which does not see it
    void deleted(long newest) {
        newestReader = newest;
    }

    /// The number of the newest querier that does not see the newest deletion.
    long newestReader() {
        return newestReader;
    }

    /// Keeps a deletion until its blocks have noted it.
    void keep(Deletion deletion) {
        if (!deletion.blocks().isEmpty()) {
            List<Deletion> more = new ArrayList<>(unnoted);
            more.add(deletion);
            unnoted = List.copyOf(more);
        }
    }

    /// Deletions that blocks may not have noted.
    List<Deletion> unnoted() {
        return unnoted;
    }

    /// Forgets deletions that blocks have noted.
    void noted(Collection<Deletion> some) {
        unnoted = unnoted.stream().filter(d -> !some.contains(d)).toList();
    }
}
