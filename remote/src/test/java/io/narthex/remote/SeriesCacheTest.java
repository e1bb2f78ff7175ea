package io.narthex.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.SeriesRef;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

class SeriesCacheTest {
    @Test
    void find_givesWhatWasPut() {
        Seeds.forEach(
                5,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    SeriesCache cache = new SeriesCache(64 << 20);
                    Map<String, Long> expected = new HashMap<>();
                    for (int i = 0; i < 20_000; i++) {
                        String key = "k".repeat(random.nextInt(20)) + random.nextInt(10_000);
                        long ref = 1L + random.nextInt(Integer.MAX_VALUE);
                        expected.put(key, ref);
                        put(cache, key, ref);
                    }
                    assertThat(cache.size()).isEqualTo(expected.size());
                    expected.forEach((key, ref) -> assertThat(find(cache, key)).isEqualTo(ref));
                    assertThat(find(cache, "unknown")).isEqualTo(SeriesRef.NONE);
                });
    }

    @Test
    void equalHashes_areToldApartByTheirBytes() {
        SeriesCacheShard shard = new SeriesCacheShard(1 << 20);
        byte[] bytes = "aabb".getBytes(StandardCharsets.UTF_8);
        shard.put(7, bytes, 0, 2, 11);
        shard.put(7, bytes, 2, 2, 22);
        assertThat(shard.find(7, bytes, 0, 2)).isEqualTo(11);
        assertThat(shard.find(7, bytes, 2, 2)).isEqualTo(22);
        assertThat(shard.find(7, bytes, 0, 3)).isEqualTo(SeriesRef.NONE);
    }

    @Test
    void fullShard_startsAgainAndStaysWithinItsBytes() {
        SeriesCacheShard shard = new SeriesCacheShard(16 << 10);
        byte[] key = new byte[100];
        int largest = 0;
        for (int i = 1; i < 10_000; i++) {
            key[0] = (byte) i;
            key[1] = (byte) (i >> 8);
            shard.put(i, key, 0, key.length, i);
            assertThat(shard.find(i, key, 0, key.length)).isEqualTo(i);
            largest = Math.max(largest, shard.size());
        }
        assertThat(largest).isBetween(50, 160);
    }

    @Test
    void keyLargerThanTheCache_isNotKept() {
        SeriesCacheShard shard = new SeriesCacheShard(4 << 10);
        byte[] key = new byte[8 << 10];
        shard.put(1, key, 0, key.length, 1);
        assertThat(shard.find(1, key, 0, key.length)).isEqualTo(SeriesRef.NONE);
        assertThat(shard.size()).isZero();
    }

    private static void put(SeriesCache cache, String key, long ref) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        cache.put(cache.hash(bytes, 0, bytes.length), bytes, 0, bytes.length, ref);
    }

    private static long find(SeriesCache cache, String key) {
        byte[] bytes = ("xx" + key).getBytes(StandardCharsets.UTF_8);
        int length = bytes.length - 2;
        return cache.find(cache.hash(bytes, 2, length), bytes, 2, length);
    }
}
