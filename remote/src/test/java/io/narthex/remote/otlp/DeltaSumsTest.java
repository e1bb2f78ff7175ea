package io.narthex.remote.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What is kept of differences, and for how long.
class DeltaSumsTest {
    private static final Labels A = Labels.of("s", "a");
    private static final Labels B = Labels.of("s", "b");

    private final ManualClock clock = new ManualClock(0);

    private static double add(DeltaSums sums, Labels labels, long time, double value) {
        DataPoint point = new DataPoint();
        point.time = time;
        point.value = value;
        return sums.add(labels, OtlpType.COUNTER, point) == DeltaSums.Outcome.SUM
                ? point.value
                : Double.NaN;
    }

    @Test
    void seriesWithoutPointsForFiveMinutes_beginsAnew() {
        DeltaSums sums = new DeltaSums(clock, 1_000_000);
        sums.enter();
        assertThat(add(sums, A, 1, 2)).isEqualTo(2);
        assertThat(add(sums, B, 1, 2)).isEqualTo(2);
        sums.leave();
        clock.advance(Duration.ofMinutes(5));
        sums.enter();
        assertThat(add(sums, A, 2, 2)).isEqualTo(4);
        sums.leave();
        clock.advance(Duration.ofMillis(1));
        sums.enter();
        assertThat(add(sums, A, 3, 2)).isEqualTo(6);
        assertThat(add(sums, B, 3, 2)).isEqualTo(2);
    }

    @Test
    void newSeries_areRefusedWhereThereIsNoRoom_untilOthersAreForgotten() {
        DeltaSums sums = new DeltaSums(clock, 1);
        sums.enter();
        assertThat(add(sums, A, 1, 2)).isEqualTo(2);
        assertThat(add(sums, B, 1, 2)).isNaN();
        assertThat(add(sums, A, 2, 2)).isEqualTo(4);
        sums.leave();
        clock.advance(Duration.ofMinutes(6));
        sums.enter();
        assertThat(add(sums, B, 2, 3)).isEqualTo(3);
    }

    @Test
    void requests_waitForEachOther() throws InterruptedException {
        DeltaSums sums = new DeltaSums(clock, 1);
        List<String> order = new CopyOnWriteArrayList<>();
        sums.enter();
        sums.enter();
        Thread other =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    sums.enter();
                                    order.add("other");
                                    sums.leave();
                                });
        while (other.getState() != Thread.State.WAITING) {
            assertThat(other.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        order.add("first");
        sums.leave();
        other.join();
        sums.leave();
        assertThat(order).containsExactly("first", "other");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 159, 160, 5_000, Integer.MAX_VALUE})
    void buckets_areReducedUntilThereAreFewEnough(int offset) {
        DenseBuckets a = new DenseBuckets(-1, new long[] {1, 2, 4});
        DenseBuckets b = new DenseBuckets(offset, new long[] {8});
        int levels = DenseBuckets.levelsToFit(a, b);
        DenseBuckets both = a.reduced(levels).plus(b.reduced(levels));
        assertThat(both.counts()).hasSizeLessThanOrEqualTo(160);
        assertThat(Arrays.stream(both.counts()).sum()).isEqualTo(15);
        assertThat(levels == 0).isEqualTo(offset < 159);
        assertThat(both.offset()).isEqualTo(-1);
        assertThat(both.counts()[0]).isEqualTo(1);
        assertThat(both.counts()[(offset >> levels) + 1]).isGreaterThanOrEqualTo(8);
    }
}
