package io.narthex.promql.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class RowCacheTest {
    private final RowCache cache = new RowCache();
    private int done;

    private static Rows rows(long fingerprint, String... values) {
        List<Labels> labels = List.of(values).stream().map(v -> Labels.of("i", v)).toList();
        return Rows.of(labels, new boolean[values.length], fingerprint);
    }

    private String work(Rows rows, Object purpose) {
        return cache.of(rows, purpose, String.class, () -> "work " + done++);
    }

    @Test
    void sameRowsAndPurpose_areWorkedOnOnce() {
        assertThat(work(rows(7, "a", "b"), "p")).isEqualTo("work 0");
        assertThat(work(rows(7, "a", "b"), "p")).isEqualTo("work 0");
        assertThat(work(rows(7, "a", "b"), "other")).isEqualTo("work 1");
        assertThat(work(rows(8, "a", "b"), "p")).isEqualTo("work 2");
        assertThat(work(rows(7, "a", "b"), "p")).isEqualTo("work 0");
    }

    @Test
    void rowsWithoutFingerprint_areNotKept() {
        assertThat(work(rows(0, "a"), "p")).isEqualTo("work 0");
        assertThat(work(rows(0, "a"), "p")).isEqualTo("work 1");
    }

    @Test
    void equalFingerprintOfOtherRows_isFoundOut() {
        assertThat(work(rows(7, "a", "b"), "p")).isEqualTo("work 0");
        assertThat(work(rows(7, "a", "c"), "p")).isEqualTo("work 1");
        assertThat(work(rows(7, "a", "c", "c"), "p")).isEqualTo("work 2");
        assertThat(work(rows(7), "p")).isEqualTo("work 3");
        assertThat(work(rows(7), "p")).isEqualTo("work 3");
    }

    @Test
    void moreThanFits_theOldestGoes() {
        Rows first = rows(1, "a");
        work(first, "p");
        IntStream.rangeClosed(2, 256).forEach(i -> work(rows(i, "a"), "p"));
        assertThat(work(first, "p")).isEqualTo("work 0");
        work(rows(257, "a"), "p");
        assertThat(work(first, "p")).isEqualTo("work 0");
        assertThat(work(rows(2, "a"), "p")).isEqualTo("work 257");
    }

    @Test
    void derived_tellsPurposesApart() {
        assertThat(RowCache.derived(0, "p")).isZero();
        assertThat(RowCache.derived(7, "p")).isEqualTo(RowCache.derived(7, "p")).isNotZero();
        assertThat(RowCache.derived(7, "q")).isNotEqualTo(RowCache.derived(7, "p"));
        assertThat(RowCache.derived(8, "p")).isNotEqualTo(RowCache.derived(7, "p"));
    }
}
