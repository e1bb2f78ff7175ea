package io.narthex.tsdb.index;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/// Values kept for repetition, within a number and within bytes: the one that was not asked for
/// longest goes first. A value that is too large for all the bytes is not kept.
///
/// Thread safety: for one thread, or guarded by its owner's lock.
public final class BoundedCache<K, V> {
    private final int maxEntries;
    private final long maxBytes;
    private final ToLongFunction<? super V> sizes;
    private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /// @param sizes the bytes of a value, which must never change
    public BoundedCache(int maxEntries, long maxBytes, ToLongFunction<? super V> sizes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        this.sizes = sizes;
    }

    /// The value of a key, or null.
    public @Nullable V get(K key) {
        return kept.get(key);
    }

    /// Keeps a value, in place of another one where there is one.
    public void put(K key, V value) {
        long size = sizes.applyAsLong(value);
        V before = size > maxBytes ? kept.remove(key) : kept.put(key, value);
        bytes += (size > maxBytes ? 0 : size) - (before == null ? 0 : sizes.applyAsLong(before));
        Iterator<V> eldest = kept.values().iterator();
        while (kept.size() > maxEntries || bytes > maxBytes) {
            bytes -= sizes.applyAsLong(eldest.next());
            eldest.remove();
        }
    }

    /// Forgets everything.
    public void clear() {
        kept.clear();
        bytes = 0;
    }

    /// The bytes of what is kept.
    public long bytes() {
        return bytes;
    }
}
