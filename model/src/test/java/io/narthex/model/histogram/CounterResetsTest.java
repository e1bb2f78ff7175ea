package io.narthex.model.histogram;

import static io.narthex.model.histogram.FloatHistogramTest.exponential;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterResetsTest {
    private static final FloatHistogram BASE =
            exponential(1, 0.001, 2, 0, Buckets.run(1, 1, 2, 3), Buckets.run(1, 1));

    private static boolean reset(FloatHistogram previous, FloatHistogram current) {
        return CounterResets.between(previous, current);
    }

    @Test
    void growth_isNone() {
        FloatHistogram more =
                exponential(1, 0.001, 3, 0, Buckets.run(1, 1, 5, 3, 1), Buckets.run(0, 1, 1));
        assertThat(reset(BASE, BASE)).isFalse();
        assertThat(reset(BASE, more)).isFalse();
        assertThat(reset(more, BASE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"COUNTER_RESET, true", "NOT_COUNTER_RESET, false"})
    void hint_decides(ResetHint hint, boolean expected) {
        assertThat(reset(BASE, BASE.multiply(2).withHint(hint))).isEqualTo(expected);
        assertThat(reset(BASE.multiply(2), BASE.withHint(hint))).isEqualTo(expected);
    }

    @Test
    void gauge_isLookedAtAllTheSame() {
        assertThat(reset(BASE.multiply(2), BASE.withHint(ResetHint.GAUGE))).isTrue();
    }

    @Test
    void oneBucketFell_whileTheCountGrew() {
        FloatHistogram moved =
                exponential(1, 0.001, 2, 0, Buckets.run(1, 1, 1, 9), Buckets.run(1, 1));
        assertThat(reset(BASE, moved)).isTrue();
        FloatHistogram gone = exponential(1, 0.001, 2, 0, Buckets.run(2, 9, 9), Buckets.run(1, 1));
        assertThat(reset(BASE, gone)).isTrue();
        FloatHistogram below =
                exponential(1, 0.001, 2, 0, Buckets.run(1, 9, 9, 9), Buckets.run(2, 1));
        assertThat(reset(BASE, below)).isTrue();
    }

    @Test
    void zeroBucketFell() {
        FloatHistogram h = exponential(1, 0.001, 1, 0, Buckets.run(1, 5, 5, 5), Buckets.run(1, 1));
        assertThat(reset(BASE, h)).isTrue();
    }

    @Test
    void coarserSchema_isNone_finerOneIs() {
        FloatHistogram coarse = BASE.toSchema(0);
        assertThat(reset(BASE, coarse)).isFalse();
        assertThat(reset(coarse, BASE)).isTrue();
    }

    @Test
    void widerZeroBucket_atABucketsEnd_isNone() {
        // In schema 0 the bucket (0.5,1] ends at 1: seven observations then lie near zero.
        FloatHistogram before = exponential(0, 0.5, 2, 0, Buckets.run(0, 5, 8), Buckets.NONE);
        FloatHistogram after = exponential(0, 1, 7, 0, Buckets.run(1, 8), Buckets.NONE);
        assertThat(reset(before, after)).isFalse();
        FloatHistogram fewer = exponential(0, 1, 6, 0, Buckets.run(1, 10), Buckets.NONE);
        assertThat(reset(before, fewer)).isTrue();
        assertThat(reset(after, before)).as("a narrower one is").isTrue();
    }

    @Test
    void zeroThreshold_withinAPopulatedBucket() {
        FloatHistogram before = exponential(0, 0.5, 2, 0, Buckets.run(0, 5, 8), Buckets.NONE);
        FloatHistogram after = exponential(0, 0.75, 9, 0, Buckets.run(0, 9, 9), Buckets.NONE);
        assertThat(reset(before, after)).isTrue();
    }

    @Test
    void customBounds_areComparedOnTheCommonOnes() {
        FloatHistogram before = custom(new double[] {1, 2, 4}, 1, 2, 3, 4);
        assertThat(reset(before, custom(new double[] {2, 4}, 3, 3, 4))).isFalse();
        assertThat(reset(before, custom(new double[] {2, 4}, 2, 4, 4))).isTrue();
        assertThat(reset(before, custom(new double[] {1, 2, 4}, 1, 2, 2, 5))).isTrue();
        assertThat(reset(before, BASE.multiply(10))).isTrue();
        assertThat(reset(BASE, custom(new double[] {1}, 100, 100))).isTrue();
    }

    private static FloatHistogram custom(double[] bounds, double... counts) {
        double count = 0;
        for (double c : counts) {
            count += c;
        }
        return FloatHistogram.custom(count, 0, Buckets.run(0, counts), bounds, ResetHint.UNKNOWN);
    }
}
