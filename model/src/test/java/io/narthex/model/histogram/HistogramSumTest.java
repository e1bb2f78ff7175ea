package io.narthex.model.histogram;

import static io.narthex.model.histogram.FloatHistogramTest.exponential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class HistogramSumTest {
    private static FloatHistogram add(FloatHistogram a, FloatHistogram b) {
        HistogramSum sum = new HistogramSum(a);
        assertThat(sum.add(b)).isTrue();
        return sum.toHistogram();
    }

    private static FloatHistogram custom(double[] bounds, double... counts) {
        double count = 0;
        for (double c : counts) {
            count += c;
        }
        return FloatHistogram.custom(count, 10, Buckets.run(0, counts), bounds, ResetHint.UNKNOWN);
    }

    private static double[] bounds(double... bounds) {
        return bounds;
    }

    @Test
    void add_bucketsOfBothSidesMeet() {
        FloatHistogram a = exponential(0, 0, 1, 5, Buckets.run(0, 1, 2), Buckets.run(1, 4));
        FloatHistogram b = exponential(0, 0, 2, 7, Buckets.run(1, 3, 0, 9), Buckets.NONE);
        FloatHistogram sum = add(a, b);
        assertThat(sum.positive()).isEqualTo(Buckets.run(0, 1, 5, 0, 9));
        assertThat(sum.negative()).isEqualTo(Buckets.run(1, 4));
        assertThat(sum.zeroCount()).isEqualTo(3);
        assertThat(sum.count()).isEqualTo(a.count() + b.count());
        assertThat(sum.sum()).isEqualTo(12);
        assertThat(add(b, a).positive()).isEqualTo(sum.positive());
    }

    @Test
    void subtract_isTheReverseOfAdd() {
        FloatHistogram a = exponential(0, 0, 1, 5, Buckets.run(0, 1, 2), Buckets.run(1, 4));
        FloatHistogram b = exponential(0, 0, 2, 7, Buckets.run(1, 3, 0, 9), Buckets.NONE);
        HistogramSum sum = new HistogramSum(add(a, b));
        assertThat(sum.subtract(b)).isTrue();
        assertThat(sum.toHistogram().compact()).isEqualTo(a);
    }

    @Test
    void add_differentSchemas_meetInTheCoarser() {
        FloatHistogram fine = exponential(1, 0, 0, 1, Buckets.run(1, 1, 2), Buckets.NONE);
        FloatHistogram coarse = exponential(0, 0, 0, 1, Buckets.run(1, 10), Buckets.NONE);
        for (FloatHistogram sum : new FloatHistogram[] {add(fine, coarse), add(coarse, fine)}) {
            assertThat(sum.schema()).isZero();
            assertThat(sum.positive()).isEqualTo(Buckets.run(1, 13));
        }
    }

    @Test
    void add_widerZeroBucket_takesInWhatLiesWithin() {
        // Buckets (0.25,0.5] (0.5,1] (1,2] beside a zero bucket that reaches to 0.5.
        FloatHistogram narrow = exponential(0, 0, 1, 0, Buckets.run(-1, 2, 4, 8), Buckets.NONE);
        FloatHistogram wide = exponential(0, 0.5, 16, 0, Buckets.run(0, 1), Buckets.NONE);
        for (FloatHistogram sum : new FloatHistogram[] {add(narrow, wide), add(wide, narrow)}) {
            assertThat(sum.zeroThreshold()).isEqualTo(0.5);
            assertThat(sum.zeroCount()).isEqualTo(19);
            assertThat(sum.positive()).isEqualTo(Buckets.run(0, 5, 8));
        }
    }

    @Test
    void add_thresholdWithinAPopulatedBucket_reachesToItsEnd() {
        FloatHistogram narrow = exponential(0, 0, 1, 0, Buckets.run(0, 4, 8), Buckets.run(1, 2));
        FloatHistogram wide = exponential(0, 0.75, 16, 0, Buckets.NONE, Buckets.NONE);
        FloatHistogram sum = add(narrow, wide);
        // (0.5,1] is populated, so the zero bucket ends at 1; [-2,-1) is outside of it.
        assertThat(sum.zeroThreshold()).isEqualTo(1);
        assertThat(sum.zeroCount()).isEqualTo(21);
        assertThat(sum.positive()).isEqualTo(Buckets.run(1, 8));
        assertThat(sum.negative()).isEqualTo(Buckets.run(1, 2));
    }

    /// A threshold that is no number equals none, not even itself: the zero buckets never meet.
    @Test
    void add_thresholdThatIsNoNumber_ends() {
        Buckets up = Buckets.run(-1, 2, 4, 8);
        FloatHistogram nan = exponential(0, Double.NaN, 1, 0, up, Buckets.run(0, 1));
        FloatHistogram sound = exponential(1, 0.75, 16, 0, Buckets.run(0, 1), up);
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> {
                    assertThat(add(nan, sound).count()).isEqualTo(47);
                    assertThat(add(sound, nan).count()).isEqualTo(47);
                    assertThat(add(nan, nan).count()).isEqualTo(32);
                    HistogramSum widened = new HistogramSum(sound);
                    widened.widenZeroBucket(Double.NaN);
                    assertThat(widened.toHistogram().count()).isEqualTo(sound.count());
                });
    }

    @Test
    void add_otherCustomBounds_keepTheCommonOnes() {
        FloatHistogram a = custom(bounds(1, 2, 4), 1, 2, 3, 4);
        FloatHistogram b = custom(bounds(2, 3, 4), 10, 20, 30, 40);
        HistogramSum sum = new HistogramSum(a);
        assertThat(sum.add(b)).isTrue();
        assertThat(sum.pollBoundsReconciled()).isTrue();
        assertThat(sum.pollBoundsReconciled()).isFalse();
        FloatHistogram result = sum.toHistogram();
        assertThat(result.bounds()).containsExactly(2, 4);
        assertThat(result.positive()).isEqualTo(Buckets.run(0, 13, 53, 44));
    }

    @Test
    void add_sameCustomBounds_areKept() {
        FloatHistogram a = custom(bounds(1, 2), 1, 2, 3);
        HistogramSum sum = new HistogramSum(a);
        assertThat(sum.add(a)).isTrue();
        assertThat(sum.pollBoundsReconciled()).isFalse();
        assertThat(sum.toHistogram().positive()).isEqualTo(Buckets.run(0, 2, 4, 6));
    }

    @Test
    void add_customToExponential_isRefused() {
        FloatHistogram a = custom(bounds(1, 2), 1, 2, 3);
        HistogramSum sum = new HistogramSum(a);
        assertThat(sum.add(exponential(0, 0, 1, 0, Buckets.NONE, Buckets.NONE))).isFalse();
        assertThat(sum.toHistogram()).isEqualTo(a);
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN,           UNKNOWN,           UNKNOWN,           false",
        "UNKNOWN,           COUNTER_RESET,     UNKNOWN,           false",
        "COUNTER_RESET,     UNKNOWN,           UNKNOWN,           false",
        "COUNTER_RESET,     COUNTER_RESET,     COUNTER_RESET,     false",
        "COUNTER_RESET,     NOT_COUNTER_RESET, UNKNOWN,           true",
        "NOT_COUNTER_RESET, COUNTER_RESET,     UNKNOWN,           true",
        "GAUGE,             COUNTER_RESET,     GAUGE,             false",
        "NOT_COUNTER_RESET, GAUGE,             GAUGE,             false",
    })
    void add_hints(ResetHint a, ResetHint b, ResetHint expected, boolean collided) {
        FloatHistogram h = exponential(0, 0, 1, 0, Buckets.NONE, Buckets.NONE);
        HistogramSum sum = new HistogramSum(h.withHint(a));
        assertThat(sum.add(h.withHint(b))).isTrue();
        assertThat(sum.toHistogram().resetHint()).isEqualTo(expected);
        assertThat(sum.hintsCollided()).isEqualTo(collided);
    }

    @Test
    void add_greatAndSmall_loseNothing() {
        FloatHistogram great = exponential(0, 0, 0, 1e100, Buckets.run(0, 1e100), Buckets.NONE);
        FloatHistogram one = exponential(0, 0, 0, 1, Buckets.run(0, 1), Buckets.NONE);
        HistogramSum sum = new HistogramSum(one);
        for (FloatHistogram h : new FloatHistogram[] {great, one, great.multiply(-1)}) {
            assertThat(sum.add(h)).isTrue();
        }
        FloatHistogram result = sum.toHistogram();
        assertThat(result.sum()).isEqualTo(2);
        assertThat(result.positive()).isEqualTo(Buckets.run(0, 2));
    }

    @Test
    void multiplyAndDivide_scaleWhatWasAdded() {
        FloatHistogram h = exponential(0, 0, 1, 5, Buckets.run(0, 1, 2), Buckets.run(1, 4));
        HistogramSum sum = new HistogramSum(h);
        sum.multiply(6);
        sum.divide(3);
        assertThat(sum.toHistogram()).isEqualTo(h.multiply(2));
    }
}
