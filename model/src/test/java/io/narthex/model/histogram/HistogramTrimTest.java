package io.narthex.model.histogram;

import static io.narthex.model.histogram.FloatHistogramTest.exponential;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTrimTest {
    /// Four observations in (1,2], eight in (2,4], two near zero, one in [-2,-1).
    private static final FloatHistogram H =
            exponential(0, 0.5, 2, 30, Buckets.run(1, 4, 8), Buckets.run(1, 1));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "4     ; {count:15, sum:30, [-2,-1):1, [-0.5,0.5]:2, (1,2]:4, (2,4]:8}",
                "2     ; {count:7, sum:4.242640687119286, [-2,-1):1, [-0.5,0.5]:2, (1,2]:4}",
                "0.5   ; {count:3, sum:-1.4142135623730951, [-2,-1):1, [-0.5,0.5]:2}",
                "0     ; {count:2, sum:-1.6642135623730951, [-2,-1):1, [-0.5,0.5]:1}",
                "-1    ; {count:1, sum:-1.4142135623730951, [-2,-1):1}",
                "-2    ; {count:0, sum:0}"
            })
    void below_keepsWhatIsLess(double limit, String expected) {
        assertThat(HistogramTrim.below(H, limit)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "-2    ; {count:15, sum:30, [-2,-1):1, [-0.5,0.5]:2, (1,2]:4, (2,4]:8}",
                "2     ; {count:8, sum:22.627416997969522, (2,4]:8}",
                "4     ; {count:0, sum:0}"
            })
    void above_keepsWhatIsMore(double limit, String expected) {
        assertThat(HistogramTrim.above(H, limit)).hasToString(expected);
    }

    @Test
    void cutBucket_isSplitOnALogarithmicScale() {
        FloatHistogram below = HistogramTrim.below(H, 2 * Math.sqrt(2));
        assertThat(below.positive().count(1)).isCloseTo(4, within());
        FloatHistogram above = HistogramTrim.above(H, 2 * Math.sqrt(2));
        assertThat(above.positive().count(0)).isCloseTo(4, within());
    }

    @Test
    void zeroBucket_besidePositiveOnesOnly_beginsAtZero() {
        FloatHistogram h = exponential(0, 0.5, 2, 30, Buckets.run(1, 4), Buckets.NONE);
        assertThat(HistogramTrim.below(h, 0.25).zeroCount()).isEqualTo(1);
        assertThat(HistogramTrim.below(h, 0).count()).isZero();
    }

    @Test
    void customBuckets_splitEvenly_andInfinityAsAWhole() {
        FloatHistogram h =
                FloatHistogram.custom(
                        14, 30, Buckets.run(0, 2, 4, 8), new double[] {2, 4}, ResetHint.UNKNOWN);
        assertThat(HistogramTrim.below(h, 3)).hasToString("{count:4, sum:7, [-Inf,2]:2, (2,4]:2}");
        assertThat(HistogramTrim.below(h, 1)).hasToString("{count:1, sum:0.5, [-Inf,2]:1}");
        assertThat(HistogramTrim.above(h, 3))
                .hasToString("{count:10, sum:39, (2,4]:2, (4,+Inf]:8}");
        assertThat(HistogramTrim.above(h, 100)).hasToString("{count:8, sum:800, (4,+Inf]:8}");
        assertThat(HistogramTrim.below(h, 100))
                .hasToString("{count:6, sum:14, [-Inf,2]:2, (2,4]:4}");
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-12);
    }
}
