package io.narthex.model.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class FloatHistogramTest {
    static final double[] NO_BOUNDS = {};

    static FloatHistogram exponential(
            int schema, double threshold, double zeros, double sum, Buckets up, Buckets down) {
        double count = zeros;
        for (int i = 0; i < up.size(); i++) {
            count += up.count(i);
        }
        for (int i = 0; i < down.size(); i++) {
            count += down.count(i);
        }
        return new FloatHistogram(
                schema, threshold, zeros, count, sum, up, down, NO_BOUNDS, ResetHint.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "1, 0, 2",
        "-1, 0, 0.5",
        "1, 1, 1.4142135623730951",
        "3, 2, 1.681792830507429",
        "-2, -1, 0.0625",
        "1024, 0, 1.7976931348623157e308",
        "1025, 0, Infinity",
    })
    void upperBound_isAPowerOfTwo(int index, int schema, double expected) {
        assertThat(ExponentialBounds.upper(index, schema)).isEqualTo(expected);
    }

    @Test
    void text_isAsPrometheusWritesIt() {
        FloatHistogram h =
                exponential(0, 0.001, 2, 18.5, Buckets.run(0, 1, 0, 3), Buckets.run(0, 2, 4));
        assertThat(h)
                .hasToString(
                        "{count:12, sum:18.5, [-2,-1):4, [-1,-0.5):2, [-0.001,0.001]:2,"
                                + " (0.5,1]:1, (2,4]:3}");
    }

    @Test
    void text_customBounds_reachFromMinusToPlusInfinity() {
        FloatHistogram h =
                FloatHistogram.custom(
                        6, 5, Buckets.run(0, 1, 2, 3), new double[] {0.5, 1}, ResetHint.UNKNOWN);
        assertThat(h).hasToString("{count:6, sum:5, [-Inf,0.5]:1, (0.5,1]:2, (1,+Inf]:3}");
    }

    @Test
    void ascending_bucketsEndWhereTheZeroBucketBegins() {
        FloatHistogram h = exponential(0, 0.75, 5, 0, Buckets.run(0, 1, 1), Buckets.run(0, 2));
        assertThat(h.ascending().stream().map(Bucket::toString))
                .containsExactly("[-1,-0.75):2", "[-0.75,0.75]:5", "(0.75,1]:1", "(1,2]:1");
    }

    @Test
    void toSchema_mergesNeighbours() {
        FloatHistogram h =
                exponential(1, 0, 0, 0, Buckets.run(-2, 1, 2, 4, 8, 16), Buckets.run(3, 1));
        FloatHistogram coarse = h.toSchema(0);
        assertThat(coarse.positive()).isEqualTo(Buckets.run(-1, 1, 6, 24));
        assertThat(coarse.negative()).isEqualTo(Buckets.run(2, 1));
        assertThat(coarse.toSchema(-1).positive()).isEqualTo(Buckets.run(0, 7, 24));
    }

    @Test
    void divide_byZero_leavesNoBuckets() {
        FloatHistogram h = exponential(0, 0, 1, 3, Buckets.run(0, 2), Buckets.NONE).divide(0);
        assertThat(h.count()).isInfinite();
        assertThat(h.zeroCount()).isInfinite();
        assertThat(h.positive()).isEqualTo(Buckets.NONE);
    }

    @Test
    void multiply_byANegativeNumber_makesAGauge() {
        FloatHistogram h = exponential(0, 0, 1, 3, Buckets.run(0, 2), Buckets.NONE).multiply(-2);
        assertThat(h.resetHint()).isEqualTo(ResetHint.GAUGE);
        assertThat(h.positive()).isEqualTo(Buckets.run(0, -4));
        assertThat(h.sum()).isEqualTo(-6);
    }

    @Test
    void compact_dropsEmptyBuckets() {
        Buckets gaps = Buckets.run(2, 0, 1, 0, 0, 2, 0);
        assertThat(gaps.compact()).isEqualTo(Buckets.of(new int[] {3, 6}, new double[] {1, 2}));
        assertThat(gaps.compact()).isNotEqualTo(gaps);
    }

    @Test
    void ofSpans_gapsCount() {
        Buckets buckets =
                Buckets.ofSpans(
                        List.of(new Span(-1, 2), new Span(0, 0), new Span(3, 1)),
                        new double[] {1, 2, 3});
        assertThat(buckets).isEqualTo(Buckets.of(new int[] {-1, 0, 4}, new double[] {1, 2, 3}));
    }

    @Test
    void ofSpans_thatDoNotFit_areRefused() {
        double[] two = {1, 2};
        assertThatThrownBy(() -> Buckets.ofSpans(List.of(new Span(0, 3)), two))
                .hasMessageContaining("spans need 3 buckets, have 2 buckets");
        assertThatThrownBy(() -> Buckets.ofSpans(List.of(new Span(0, 1)), two))
                .hasMessageContaining("spans need 1 buckets, have 2 buckets");
        assertThatThrownBy(() -> Buckets.ofSpans(List.of(new Span(0, 1), new Span(-1, 1)), two))
                .hasMessageContaining("span number 2 with offset -1");
    }

    @Test
    void equality_isThatOfBits() {
        FloatHistogram h = exponential(0, 0, 1, Double.NaN, Buckets.run(0, 2), Buckets.NONE);
        FloatHistogram same = exponential(0, 0, 1, Double.NaN, Buckets.run(0, 2), Buckets.NONE);
        assertThat(h).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(h).isNotEqualTo(same.withHint(ResetHint.GAUGE));
        assertThat(h.hasSameData(same.withHint(ResetHint.GAUGE))).isTrue();
        assertThat(h).isNotEqualTo(h.multiply(2));
    }

    @Test
    void fractionBelow_isMirroredForNegativeBuckets() {
        Bucket up = new Bucket(1, 4, false, true, 1);
        Bucket down = new Bucket(-4, -1, true, false, 1);
        assertThat(up.fractionBelow(2, false)).isEqualTo(0.5);
        assertThat(up.fractionBelow(2.5, true)).isEqualTo(0.5);
        assertThat(down.fractionBelow(-2, false)).isEqualTo(0.5);
        assertThat(down.fractionBelow(-2.8284271247461903, false)).isCloseTo(0.25, offset());
    }

    private static Offset<Double> offset() {
        return Offset.offset(1e-12);
    }
}
