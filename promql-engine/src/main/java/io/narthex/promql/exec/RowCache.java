package io.narthex.promql.exec;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What was worked out from the labels of rows, kept from query to query of one store: which group
/// a row belongs to, which rows are a histogram's buckets. A repeated query then handles no labels.
///
/// Rows are known by their fingerprints; rows without one are worked on anew each time.
///
/// Thread safety: safe for concurrent calls. What is kept must be immutable, and must not hold on
/// to the rows it was made of.
public final class RowCache {
    /// Enough for the panels of a few dashboards.
    private static final int MOST_ENTRIES = 256;

    /// A row takes an int and its part of a group, so this is a few dozen megabytes at most, and a
    /// small part of a small heap.
    private static final long MOST_ROWS =
            Math.min(4_000_000, Runtime.getRuntime().maxMemory() / 256);

    private final Object lock = new Object();
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long rows;
    private volatile boolean nativesAmongBuckets;

    private record Key(long fingerprint, Object purpose) {}

    /// A fingerprint is good within one store only, so the labels at both ends are compared too.
    private record Kept(Object work, int rows, @Nullable Labels first, @Nullable Labels last) {
        static Kept of(Object work, Rows rows) {
            return new Kept(work, rows.size(), end(rows, 0), end(rows, rows.size() - 1));
        }

        boolean fits(Rows now) {
            Labels a = first;
            Labels b = last;
            return rows == now.size()
                    && (a == null || a.equals(end(now, 0)))
                    && (b == null || b.equals(end(now, rows - 1)));
        }

        private static @Nullable Labels end(Rows rows, int row) {
            return rows.size() == 0 ? null : rows.labels(row);
        }
    }

    /// The work that was done on rows, or is done now.
    ///
    /// @param purpose what it depends on beside the rows; compared by `equals`
    <T> T of(Rows input, Object purpose, Class<T> type, Supplier<T> work) {
        long fingerprint = input.fingerprint();
        if (fingerprint == 0) {
            return work.get();
        }
        Key key = new Key(fingerprint, List.of(type, purpose));
        synchronized (lock) {
            Kept known = kept.get(key);
            if (known != null && known.fits(input)) {
                return type.cast(known.work);
            }
        }
        T done = work.get();
        keep(key, Kept.of(done, input));
        return done;
    }

    private void keep(Key key, Kept made) {
        synchronized (lock) {
            Kept before = kept.put(key, made);
            rows += made.rows - (before == null ? 0 : before.rows);
            var eldest = kept.entrySet().iterator();
            while (kept.size() > MOST_ENTRIES || rows > MOST_ROWS) {
                rows -= eldest.next().getValue().rows;
                eldest.remove();
            }
        }
    }

    /// Whether the store was seen to have native histograms in series with a label `le`.
    boolean hasNativesAmongBuckets() {
        return nativesAmongBuckets;
    }

    /// Remembers that the store has such.
    NativesAmongBuckets nativesAmongBuckets() {
        nativesAmongBuckets = true;
        return new NativesAmongBuckets();
    }

    /// The fingerprint of rows that were made of others.
    ///
    /// @param input the others' fingerprint; 0 gives 0
    static long derived(long input, Object purpose) {
        long mixed = (input ^ purpose.hashCode() * 0x9E3779B97F4A7C15L) * 0xC2B2AE3D27D4EB4FL;
        return input == 0 ? 0 : mixed ^ mixed >>> 29;
    }
}
