package io.narthex.promql.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassicHistogramTest {
    private final ClassicHistogram histogram = new ClassicHistogram();

    /// @param buckets such as `1:2 2:5 Infinity:9`
    private void fill(String buckets) {
        histogram.clear();
        for (String bucket : buckets.split(" ", -1)) {
            String[] parts = bucket.split(":", -1);
            histogram.add(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1:2 2:5 Infinity:10, 0, 0.0",
        "1:2 2:5 Infinity:10, 0.1, 0.5",
        "1:2 2:5 Infinity:10, 0.2, 1.0",
        "1:2 2:5 Infinity:10, 0.35, 1.5",
        "1:2 2:5 Infinity:10, 0.5, 2.0",
        "1:2 2:5 Infinity:10, 0.51, 2.0",
        "1:2 2:5 Infinity:10, 1, 2.0",
        "1:2 2:5 Infinity:10, -0.1, -Infinity",
        "1:2 2:5 Infinity:10, 1.1, Infinity",
        "1:2 2:5 Infinity:10, NaN, NaN",
        // The lowest bucket has no start where its bound is not positive.
        "-1:2 2:6 Infinity:10, 0.1, -1.0",
        "0:2 2:6 Infinity:10, 0.2, 0.0",
        "-1:2 2:6 Infinity:10, 0.4, 0.5",
        // Bounds given twice are added up.
        "1:1 1:1 2:5 Infinity:10, 0.1, 0.5",
        "1:2 2:5 Infinity:4 Infinity:6, 0.35, 1.5",
        // No answer: no +Inf, one bucket, no observations.
        "1:2 2:5, 0.5, NaN",
        "Infinity:5, 0.5, NaN",
        "Infinity:2 Infinity:3, 0.5, NaN",
        "1:0 2:0 Infinity:0, 0.5, NaN",
        // All in the first or the last bucket.
        "1:10 Infinity:10, 0.5, 0.5",
        "1:0 Infinity:10, 0.5, 1.0",
        // Nothing of nothing.
        "0.1:0 0.2:0 0.5:4 Infinity:4, 0, NaN",
        "1:NaN 2:NaN Infinity:NaN, 0.5, 2.0"
    })
    void quantile_isLinearWithinBuckets(String buckets, double q, double expected) {
        fill(buckets);
        assertThat(Double.valueOf(histogram.quantile(q))).isEqualTo(Double.valueOf(expected));
        assertThat(histogram.wasForced()).isFalse();
    }

    @Test
    void quantile_countsThatDecrease_areRaisedAndTold() {
        fill("1:5 2:3 4:4 8:9 16:7 Infinity:10");
        assertThat(histogram.quantile(0.7)).isEqualTo(6.0);
        assertThat(histogram.wasForced()).isTrue();
        assertThat(histogram.lowestForced()).isEqualTo(2);
        assertThat(histogram.highestForced()).isEqualTo(16);
        assertThat(histogram.largestForced()).isEqualTo(2);
    }

    @Test
    void quantile_decreaseByRounding_isNotTold() {
        fill("1:10000000000000 2:9999999999999 Infinity:20000000000000");
        assertThat(histogram.quantile(0.5)).isEqualTo(1.0);
        assertThat(histogram.wasForced()).isFalse();
        fill("1:1000 2:999.9999 Infinity:2000");
        assertThat(histogram.quantile(0.5)).isEqualTo(1.0);
        assertThat(histogram.wasForced()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1:2 2:5 Infinity:10, 0, 1, 0.2",
        "1:2 2:5 Infinity:10, 0.5, 1.5, 0.25",
        "1:2 2:5 Infinity:10, -Infinity, Infinity, 1.0",
        "1:2 2:5 Infinity:10, 2, Infinity, 0.5",
        "1:2 2:5 Infinity:10, 3, 4, 0.0",
        "1:2 2:5 Infinity:10, -5, -1, 0.0",
        "1:2 2:5 Infinity:10, 1, 1, 0.0",
        "1:2 2:5 Infinity:10, 2, 1, 0.0",
        "1:2 2:5 Infinity:10, NaN, 1, NaN",
        "1:2 2:5 Infinity:10, 1, NaN, NaN",
        "1:2 2:5, 0, 1, NaN",
        "1:0 Infinity:0, 0, 1, NaN",
        "1:0 Infinity:0, 1, 0, NaN",
        // A bucket from -Inf is not interpolated: it counts whole.
        "-1:2 2:6 Infinity:10, -5, 0.5, 0.2",
        "-1:2 2:6 Infinity:10, -Infinity, -1, 0.2",
        "-1:2 2:6 Infinity:10, -Infinity, -3, 0.2",
        "0.5:1 0.5:1 1:4 Infinity:4, 0, 0.25, 0.25",
        // One bucket from 0 to +Inf.
        "Infinity:4, 0, Infinity, 1.0",
        "Infinity:4, -Infinity, 7, 0.0",
        // More than all are all.
        "1:12 Infinity:10, 0, 1, 1.0"
    })
    void fraction_isLinearWithinBuckets(
            String buckets, double lower, double upper, double expected) {
        fill(buckets);
        assertThat(Double.valueOf(histogram.fraction(lower, upper)))
                .isEqualTo(Double.valueOf(expected));
    }

    @Test
    void add_manyBuckets_grows() {
        for (int i = 1; i <= 100; i++) {
            histogram.add(i, i);
        }
        histogram.add(Double.POSITIVE_INFINITY, 100);
        assertThat(histogram.quantile(0.42)).isEqualTo(42.0);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5",
        "5, 5",
        "5., 5",
        ".5, 0.5",
        "+1e3, 1000",
        "-1E-2, -0.01",
        "+Inf, Infinity",
        "inf, Infinity",
        "-INFINITY, -Infinity",
        "NaN, NaN",
        "0x1p-2, 0.25",
        "0x_1.8p1, 3",
        "1e-400, 0"
    })
    void bound_asGoReadsIt_isANumber(String text, double expected) {
        assertThat(BucketBound.parse(text)).isEqualTo(Double.valueOf(expected));
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "1.5f", "1d", "' 1'", "1_0", "0x10", "1e400", ".", "+-1", "1e", "+NaN"})
    void bound_thatGoDoesNotRead_isNone(String text) {
        assertThat(BucketBound.parse(text)).isNull();
    }
}
