package io.narthex.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedCacheTest {
    private final BoundedCache<String, String> cache = new BoundedCache<>(3, 10, String::length);

    @Test
    void put_beyondTheNumber_forgetsWhatWasNotAskedForLongest() {
        cache.put("a", "1");
        cache.put("b", "2");
        cache.put("c", "3");
        assertThat(cache.get("a")).isEqualTo("1");
        cache.put("d", "4");
        assertThat(cache.get("b")).isNull();
        assertThat(cache.get("a")).isEqualTo("1");
        assertThat(cache.bytes()).isEqualTo(3);
    }

    @Test
    void put_beyondTheBytes_forgetsAsManyAsNeeded() {
        cache.put("a", "1234");
        cache.put("b", "12345");
        cache.put("c", "1234567890");
        assertThat(cache.get("a")).isNull();
        assertThat(cache.get("b")).isNull();
        assertThat(cache.get("c")).isNotNull();
        assertThat(cache.bytes()).isEqualTo(10);
    }

    @Test
    void put_tooLargeValue_isNotKept_norWhatItReplaces() {
        cache.put("a", "1");
        cache.put("b", "2");
        cache.put("a", "12345678901");
        assertThat(cache.get("a")).isNull();
        assertThat(cache.get("b")).isEqualTo("2");
        assertThat(cache.bytes()).isEqualTo(1);
    }

    @Test
    void put_again_countsTheNewValueOnly() {
        cache.put("a", "123456");
        cache.put("a", "12");
        assertThat(cache.bytes()).isEqualTo(2);
        cache.clear();
        assertThat(cache.bytes()).isZero();
        assertThat(cache.get("a")).isNull();
    }
}
