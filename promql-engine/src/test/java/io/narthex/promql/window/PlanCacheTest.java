package io.narthex.promql.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.TimeKey;

import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private final PlanCache<String> cache = new PlanCache<>();

    @Test
    void find_keyWithEqualContent_isTheSamePlan() {
        cache.keep(key(7), "seven", 1);
        assertThat(cache.find(key(7))).isEqualTo("seven");
        assertThat(cache.find(key(8))).isNull();
    }

    @Test
    void keep_keyIsReusedAfterwards_doesNotChangeWhatIsKept() {
        TimeKey reused = key(7);
        cache.keep(reused, "seven", 1);
        reused.clear();
        reused.addTime(8);
        assertThat(cache.find(key(7))).isEqualTo("seven");
    }

    @Test
    void keep_manyPlans_forgetsTheLeastRecentlyUsed() {
        for (int i = 0; i < 256; i++) {
            cache.keep(key(i), "plan", 1);
        }
        assertThat(cache.find(key(0))).isNotNull();
        cache.keep(key(256), "plan", 1);
        assertThat(cache.find(key(0))).isNotNull();
        assertThat(cache.find(key(1))).isNull();
    }

    @Test
    void keep_largePlans_areBoundedByBytes() {
        for (int i = 0; i < 10; i++) {
            cache.keep(key(i), "plan", 3L << 20);
        }
        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.find(key(9))).isNotNull();
    }

    @Test
    void grid_another_forgetsAll() {
        cache.keep(key(7), "seven", 1);
        cache.grid(new WindowGrid(60_000, 1, 2, 3));
        assertThat(cache.find(key(7))).isNull();
    }

    private static TimeKey key(long time) {
        TimeKey key = new TimeKey();
        key.addTime(time);
        return key;
    }
}
