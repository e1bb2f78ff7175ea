package io.narthex.tsdb.merge;

import io.narthex.model.SelectHints;
import io.narthex.tsdb.index.BoundedCache;
import io.narthex.tsdb.index.Fingerprints;
import io.narthex.tsdb.index.LabelIds;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Joins sets of series from the same few sources again and again: by numbers of label sets, so
/// that the labels of a series are looked at when it is first met and not once per query. A join of
/// the same sets is kept as a whole.
///
/// It holds on to the sources, so it is to be dropped with the first of them.
///
/// Thread safety: safe for concurrent calls. A lock guards what is kept; another one is held while
/// sets are joined that are new, so that such queries wait for each other and no others do.
public final class SeriesJoins {
    private static final int KEPT_JOINS = 128;
    private static final long KEPT_BYTES = 64L << 20;

    /// Numbers take no more than this: a million series and one in ten blocks. Beyond, all begins
    /// anew.
    private static final long MAX_ID_BYTES = 256L << 20;

    private final Object lock = new Object();
    private final Object joining = new Object();

    /// Joins by the fingerprints of the sets; guarded by lock.
    private final BoundedCache<List<Long>, Join> kept =
            new BoundedCache<>(KEPT_JOINS, KEPT_BYTES, Join::bytes);

    // Guarded by joining.
    private LabelIds ids = new LabelIds();
    private final Map<Object, IdMap> maps = new IdentityHashMap<>();
    private volatile long idBytes;

    /// Joins sets that have fingerprints.
    ///
    /// @param hints who watches; what was learned of the series until somebody stops it is kept
    Join join(List<NumberedSeries> sets, SelectHints hints) {
        List<Long> key = new ArrayList<>();
        sets.forEach(set -> key.add(set.fingerprint()));
        synchronized (lock) {
            Join known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        Join made = make(sets, hints);
        synchronized (lock) {
            Join other = kept.get(key);
            if (other != null) {
                return other;
            }
            kept.put(key, made);
            return made;
        }
    }

    private Join make(List<NumberedSeries> sets, SelectHints hints) {
        int[] sizes = sets.stream().mapToInt(NumberedSeries::size).toArray();
        int[][] ranks = new int[sizes.length][];
        synchronized (joining) {
            for (int s = 0; s < ranks.length; s++) {
                NumberedSeries set = sets.get(s);
                ranks[s] = maps.computeIfAbsent(set.source(), _ -> new IdMap(ids)).of(set, hints);
            }
            for (int[] some : ranks) {
                ids.toRanks(some);
            }
            countIds();
        }
        return Join.of(
                sizes,
                (s, i, t, j) -> Integer.compare(ranks[s][i], ranks[t][j]),
                hints.unlimited(),
                Fingerprints.next());
    }

    private void countIds() {
        long now = ids.bytes() + maps.values().stream().mapToLong(IdMap::bytes).sum();
        if (now > MAX_ID_BYTES) {
            ids = new LabelIds();
            maps.clear();
            now = 0;
        }
        idBytes = now;
    }

    /// The bytes held, without those of label sets, which are their sources'.
    public long bytes() {
        synchronized (lock) {
            return kept.bytes() + idBytes;
        }
    }
}
