package io.narthex.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class TimeKeyTest {
    @Test
    void runs_areCanonicalWhereverTheyAreCut() {
        long seed = 7;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int n = 1 + random.nextInt(300);
            TimeKey whole = new TimeKey();
            whole.addRun(1_000, 15, n);
            TimeKey cut = new TimeKey();
            for (int i = 0; i < n; ) {
                int part = Math.min(n - i, 1 + random.nextInt(130));
                cut.addRun(1_000 + 15L * i, 15, part);
                i += part;
            }
            assertThat(cut).as("seed %d round %d", seed, round).isEqualTo(whole);
            assertThat(cut.hashCode()).isEqualTo(whole.hashCode());
        }
    }

    @Test
    void runs_agreeWithSingleTimes() {
        TimeKey run = new TimeKey();
        run.addRun(0, 10, 5);
        run.addRun(100, 10, 3);
        run.addRun(125, 7, 1);
        TimeKey single = new TimeKey();
        for (long t : new long[] {0, 10, 20, 30, 40, 100, 110, 120, 125}) {
            single.addTime(t);
        }
        assertThat(single).isEqualTo(run);
    }

    @Test
    void differentTimesOrStalePositions_giveDifferentKeys() {
        TimeKey base = key(0, 10, 20);
        assertThat(key(0, 10, 21)).isNotEqualTo(base);
        assertThat(key(0, 10)).isNotEqualTo(base);
        TimeKey stale = key(0, 10, 20);
        stale.addStale(1);
        TimeKey otherStale = key(0, 10, 20);
        otherStale.addStale(2);
        assertThat(stale).isNotEqualTo(base).isNotEqualTo(otherStale);
    }

    @Test
    void packed_comparesEveryByteAndTheRange() {
        byte[] bytes = new byte[40];
        TimeKey a = packed(0, 30, bytes, 20);
        assertThat(packed(0, 30, bytes.clone(), 20)).isEqualTo(a);
        assertThat(packed(1, 30, bytes, 20)).isNotEqualTo(a);
        assertThat(packed(0, 29, bytes, 20)).isNotEqualTo(a);
        for (int i = 0; i < 20; i++) {
            byte[] changed = bytes.clone();
            changed[i] = 1;
            assertThat(packed(0, 30, changed, 20)).as("byte %d", i).isNotEqualTo(a);
        }
    }

    @Test
    void copy_isIndependentOfTheBuffer() {
        TimeKey buffer = key(0, 10, 20);
        TimeKey kept = buffer.copy();
        buffer.clear();
        buffer.addTime(99);
        assertThat(kept).isEqualTo(key(0, 10, 20)).isNotEqualTo(buffer);
    }

    private static TimeKey key(long... times) {
        TimeKey key = new TimeKey();
        for (long t : times) {
            key.addTime(t);
        }
        return key;
    }

    private static TimeKey packed(int first, int n, byte[] bytes, int length) {
        TimeKey key = new TimeKey();
        key.addPacked(first, n, bytes, 0, length, 1000, 15);
        return key;
    }
}
