package io.narthex.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HourlyCountTest {
    private static final long T0 = 1_790_000_040_000L; // the start of a minute
    private static final long MINUTE = 60_000;

    @Test
    void sum_forgetsWhatIsAnHourOld() {
        HourlyCount count = new HourlyCount();
        count.add(T0, 3);
        count.add(T0 + 59 * MINUTE, 4);
        assertThat(count.sum(T0 + 60 * MINUTE - 1)).isEqualTo(7);
        assertThat(count.sum(T0 + 60 * MINUTE)).isEqualTo(4);
        count.add(T0 + 61 * MINUTE, 1);
        assertThat(count.sum(T0 + 61 * MINUTE)).isEqualTo(5);
        assertThat(count.sum(T0 + 500 * MINUTE)).isZero();
    }

    @Test
    void clockThatGoesBack_losesNothing() {
        HourlyCount count = new HourlyCount();
        count.add(T0, 3);
        count.add(T0 - 5 * MINUTE, 2);
        assertThat(count.sum(T0 + MINUTE)).isEqualTo(5);
    }
}
