package io.narthex.remote;

import io.narthex.model.SeriesRef;
import io.narthex.remote.wire.ByteWords;

import java.util.SplittableRandom;

/// References by the encoded labels of their series: a sender repeats the same bytes in each
/// request, so a known series costs one hash, one probe and one comparison of bytes.
///
/// It is only a short cut. A reference that the store does not know any more is resolved again and
/// replaced; a full shard is emptied, and fills again with what is still sent.
///
/// Thread safety: safe for concurrent calls; each shard has its own lock, held for one probe.
final class SeriesCache {
    private static final int SHARDS = 16;

    private final long seed = new SplittableRandom().nextLong();
    private final SeriesCacheShard[] shards = new SeriesCacheShard[SHARDS];

    /// @param maxBytes of all shards together
    SeriesCache(int maxBytes) {
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new SeriesCacheShard(maxBytes / SHARDS);
        }
    }

    /// The hash to find and put with.
    long hash(byte[] bytes, int from, int length) {
        return ByteWords.hash(seed, bytes, from, length);
    }

    /// A reference, or [SeriesRef#NONE].
    long find(long hash, byte[] bytes, int from, int length) {
        SeriesCacheShard shard = shard(hash);
        synchronized (shard) {
            return shard.find((int) hash, bytes, from, length);
        }
    }

    /// Keeps a reference, in place of an older one of the same series.
    void put(long hash, byte[] bytes, int from, int length, long ref) {
        SeriesCacheShard shard = shard(hash);
        synchronized (shard) {
            shard.put((int) hash, bytes, from, length, ref);
        }
    }

    /// How many references are kept.
    int size() {
        int sum = 0;
        for (SeriesCacheShard shard : shards) {
            synchronized (shard) {
                sum += shard.size();
            }
        }
        return sum;
    }

    private SeriesCacheShard shard(long hash) {
        return shards[(int) (hash >>> 60)];
    }
}
