package io.narthex.model.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class HistogramTest {
    private static final double[] NO_BOUNDS = {};

    private static Histogram exponential(
            int schema, long zeros, long count, double sum, DeltaBuckets up, DeltaBuckets down) {
        return new Histogram(
                schema, 0.001, zeros, count, sum, up, down, NO_BOUNDS, ResetHint.UNKNOWN);
    }

    private static DeltaBuckets run(int first, long... deltas) {
        return DeltaBuckets.of(List.of(new Span(first, deltas.length)), deltas);
    }

    @Test
    void toFloat_addsUpTheDifferences() {
        Histogram h = exponential(0, 1, 7, 12.5, run(-1, 3, -2, 0), run(2, 1));
        assertThat(h.problem()).isNull();
        assertThat(h.toFloat())
                .isEqualTo(
                        new FloatHistogram(
                                0,
                                0.001,
                                1,
                                7,
                                12.5,
                                Buckets.run(-1, 3, 1, 1),
                                Buckets.run(2, 1),
                                NO_BOUNDS,
                                ResetHint.UNKNOWN));
    }

    @Test
    void toFloat_countsAreUnsigned() {
        assertThat(exponential(0, 0, -1, Double.NaN, run(0, 1), run(0)).toFloat().count())
                .isEqualTo(0x1p64);
    }

    @Test
    void toString_isPrometheusText() {
        Histogram h = exponential(0, 2, 9, 18.4, run(0, 2, 0, -1), run(0, 1, 0));
        assertThat(h.toString())
                .isEqualTo(
                        "{count:9, sum:18.4, [-2,-1):1, [-1,-0.5):1, [-0.001,0.001]:2,"
                                + " (0.5,1]:2, (1,2]:2, (2,4]:1}");
        Histogram custom =
                Histogram.custom(5, 3.5, run(0, 2, 1), new double[] {1.5}, ResetHint.UNKNOWN);
        assertThat(custom.toString()).isEqualTo("{count:5, sum:3.5, [-Inf,1.5]:2, (1.5,+Inf]:3}");
    }

    @Test
    void equality_ignoresHowSpansAreCut() {
        DeltaBuckets cut =
                DeltaBuckets.of(
                        List.of(new Span(0, 1), new Span(1, 0), new Span(2, 1), new Span(0, 1)),
                        1,
                        1,
                        1);
        DeltaBuckets whole = DeltaBuckets.of(List.of(new Span(0, 1), new Span(3, 2)), 1, 1, 1);
        assertThat(cut).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(cut).isNotEqualTo(DeltaBuckets.of(List.of(new Span(0, 3)), 1, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0, '1:2, 5:3, 9:4'",
        "2, '1:2, 5:3, 9:4'",
        "3, '1:2, 2:0, 3:0, 4:0, 5:3, 6:0," + " 7:0, 8:0, 9:4'"
    })
    void compact_keepsShortGapsBetweenFullBuckets(int maxEmpty, String expected) {
        // 0:0, 1:2, 5:3, 6:0, 7:0, 8:0, 9:4, 10:0
        DeltaBuckets buckets =
                DeltaBuckets.of(List.of(new Span(0, 2), new Span(3, 6)), 0, 2, 1, -3, 0, 0, 4, -4);
        DeltaBuckets compact = buckets.compact(maxEmpty);
        assertThat(compact.toBuckets().toString().replace(".0", ""))
                .isEqualTo("{" + expected + "}");
        assertThat(compact.spans()).hasSize(maxEmpty == 3 ? 1 : 3);
    }

    @Test
    void compact_ofEmptyBuckets_leavesNone() {
        assertThat(run(3, 0, 0).compact(5)).isEqualTo(DeltaBuckets.NONE);
        assertThat(exponential(0, 0, 0, 0, run(3, 0), run(1, 0)).compact(0).positive().spans())
                .isEmpty();
    }

    @Test
    void reduceResolution_mergesNeighbours() {
        // Schema 1 to 0: indexes 1 and 2 become 1, 3 and 4 become 2, -1 and 0 become 0.
        Histogram h = exponential(1, 0, 20, 9, run(-1, 1, 1, 1, 1), run(3, 4, 2));
        Histogram coarse = h.reduceResolution(0);
        assertThat(coarse.schema()).isEqualTo(0);
        assertThat(coarse.positive()).isEqualTo(run(0, 3, 4));
        assertThat(coarse.negative()).isEqualTo(run(2, 10));
        assertThat(coarse.problem()).isNull();
        assertThat(h.toFloat().reduceResolution(0)).isEqualTo(coarse.toFloat());
    }

    @Test
    void limitResolution_takesExoticSchemasDown() {
        Histogram exotic = exponential(52, 0, 3, 3, run(1, 1), run(Integer.MIN_VALUE + 2, 2));
        Histogram h = exotic.limitResolution(HistogramSchema.MAX);
        assertThat(h.schema()).isEqualTo(8);
        assertThat(h.positive()).isEqualTo(run(1, 1));
        assertThat(h.negative()).isEqualTo(run(0, 2));
        assertThat(h.limitResolution(HistogramSchema.MAX)).isSameAs(h);
        assertThat(exotic.toFloat().limitResolution(8)).isEqualTo(h.toFloat());
        assertThat(exotic.toString()).startsWith("{count:3, sum:3, ");
    }

    @Test
    void reduceResolution_withoutAWay_isRefused() {
        Histogram h = exponential(1, 0, 1, 1, run(0, 1), DeltaBuckets.NONE);
        assertThatThrownBy(() -> h.reduceResolution(1))
                .hasMessage("cannot reduce resolution from schema 1 to 1");
        assertThatThrownBy(() -> h.reduceResolution(-53))
                .hasMessage("cannot reduce resolution to custom buckets schema");
        Histogram custom = Histogram.custom(1, 1, run(0, 1), new double[] {1}, ResetHint.UNKNOWN);
        assertThatThrownBy(() -> custom.toFloat().reduceResolution(0))
                .hasMessage("cannot reduce resolution when there are custom buckets");
    }

    @Test
    void staleMarker_isAHistogramThatCanBeStored() {
        assertThat(StaleNaN.HISTOGRAM.problem()).isNull();
        assertThat(StaleNaN.isStale(StaleNaN.HISTOGRAM.toFloat().sum())).isTrue();
    }

    @Test
    void unknownSchema_isNamed() {
        assertThat(HistogramSchema.isKnown(52)).isTrue();
        assertThat(HistogramSchema.isKnown(53)).isFalse();
        assertThat(HistogramSchema.unknown(53))
                .isEqualTo(
                        "histogram has an unknown schema, which must be between -9 and 52 for"
                                + " exponential buckets, or -53 for custom buckets, got schema 53");
    }
}
