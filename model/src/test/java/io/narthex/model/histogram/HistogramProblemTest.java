package io.narthex.model.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// What is refused, and in which words.
class HistogramProblemTest {
    private static final double[] NO_BOUNDS = {};

    private static Arguments exponential(
            String problem,
            int schema,
            long count,
            double sum,
            DeltaBuckets up,
            DeltaBuckets down) {
        return Arguments.of(
                problem,
                new Histogram(schema, 0, 1, count, sum, up, down, NO_BOUNDS, ResetHint.UNKNOWN));
    }

    private static Arguments custom(String problem, DeltaBuckets buckets, double... bounds) {
        return Arguments.of(
                problem, Histogram.custom(buckets.total(), 1, buckets, bounds, ResetHint.UNKNOWN));
    }

    private static DeltaBuckets run(int first, long... deltas) {
        return DeltaBuckets.of(List.of(new Span(first, deltas.length)), deltas);
    }

    static Stream<Arguments> integers() {
        DeltaBuckets none = DeltaBuckets.NONE;
        String mismatch = ": histogram spans specify different number of buckets than provided";
        return Stream.of(
                exponential(
                        "4 observations found in buckets, but the Count field is 5: histogram's"
                                + " observation count should equal the number of observations found"
                                + " in the buckets (in absence of NaN)",
                        0,
                        5,
                        1,
                        run(0, 2),
                        run(0, 1)),
                exponential(
                        "4 observations found in buckets, but the Count field is 3: histogram's"
                                + " observation count should be at least the number of observations"
                                + " found in the buckets",
                        0,
                        3,
                        Double.NaN,
                        run(0, 2),
                        run(0, 1)),
                exponential(
                        "positive side: bucket number 2 has observation count of -1: histogram has"
                                + " a bucket whose observation count is negative",
                        0,
                        1,
                        1,
                        run(0, 1, -2),
                        none),
                exponential(
                        "negative side: spans need 3 buckets, have 1 buckets" + mismatch,
                        0,
                        1,
                        1,
                        none,
                        DeltaBuckets.of(List.of(new Span(0, 3)), 1)),
                exponential(
                        "positive side: span number 2 with offset -1: histogram has a span whose"
                                + " offset is negative",
                        0,
                        3,
                        1,
                        DeltaBuckets.of(List.of(new Span(0, 1), new Span(-1, 1)), 1, 0),
                        none),
                exponential(
                        "positive side: spans need 4294967295 buckets, have 0 buckets" + mismatch,
                        0,
                        1,
                        1,
                        DeltaBuckets.of(List.of(new Span(0, -1))),
                        none),
                exponential(
                        "positive side: histogram has a bucket whose index is too large",
                        0,
                        2,
                        1,
                        run(Integer.MAX_VALUE, 1),
                        none),
                exponential(
                        "histogram has an invalid schema, which must be between -4 and 8 for"
                                + " exponential buckets, or -53 for custom buckets, got schema 9",
                        9,
                        1,
                        1,
                        none,
                        none),
                custom(
                        "custom buckets: histogram custom bounds must not be NaN",
                        run(0, 1),
                        Double.NaN),
                custom(
                        "custom buckets: previous bound is 2.000000 and current is 1.500000:"
                                + " histogram custom bounds must be in strictly increasing order",
                        run(0, 1),
                        2,
                        1.5),
                custom(
                        "custom buckets: last +Inf bound must not be explicitly defined: histogram"
                                + " custom bounds must be finite",
                        run(0, 1),
                        1,
                        Double.POSITIVE_INFINITY),
                custom(
                        "custom buckets: span number 1 with offset -1: histogram has a span whose"
                                + " offset is negative",
                        run(-1, 1),
                        1),
                custom(
                        "custom buckets: only 1 custom bounds defined which is insufficient to"
                                + " cover total span length of 3: histogram custom bounds are too"
                                + " few",
                        run(1, 1, 1),
                        1),
                Arguments.of(
                        "custom buckets: must have zero count of 0",
                        new Histogram(-53, 0, 1, 1, 1, none, none, NO_BOUNDS, ResetHint.UNKNOWN)),
                Arguments.of(
                        "custom buckets: must have zero threshold of 0",
                        new Histogram(-53, 1, 0, 0, 1, none, none, NO_BOUNDS, ResetHint.UNKNOWN)),
                Arguments.of(
                        "custom buckets: must not have negative spans",
                        new Histogram(
                                -53, 0, 0, 1, 1, none, run(0, 1), NO_BOUNDS, ResetHint.UNKNOWN)),
                Arguments.of(
                        "histogram with exponential schema must not have custom bounds",
                        new Histogram(
                                0, 0, 0, 0, 1, none, none, new double[] {1}, ResetHint.UNKNOWN)));
    }

    @ParameterizedTest
    @MethodSource("integers")
    void integerHistogram_isRefused(String problem, Histogram h) {
        assertThat(h.problem()).isEqualTo(problem);
    }

    static Stream<Arguments> floats() {
        return Stream.of(
                floats(
                        "observation count is  -1.5: histogram's observation count is negative",
                        0,
                        -1.5,
                        0),
                floats(
                        "zero bucket has observation count of -2: histogram has a bucket whose"
                                + " observation count is negative",
                        -2,
                        1,
                        0),
                floats(
                        "positive side: bucket number 1 has observation count of -0.5: histogram"
                                + " has a bucket whose observation count is negative",
                        0,
                        1,
                        -0.5));
    }

    private static Arguments floats(String problem, double zeros, double count, double bucket) {
        return Arguments.of(
                problem,
                new FloatHistogram(
                        0,
                        0,
                        zeros,
                        count,
                        1,
                        Buckets.run(0, bucket),
                        Buckets.NONE,
                        NO_BOUNDS,
                        ResetHint.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("floats")
    void floatHistogram_isRefused(String problem, FloatHistogram h) {
        assertThat(h.problem()).isEqualTo(problem);
    }
}
