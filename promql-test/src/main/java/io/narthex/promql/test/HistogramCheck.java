package io.narthex.promql.test;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;

import java.util.Arrays;

/// Compares a native histogram with the expected one: layout exactly, empty buckets aside, and
/// numbers as [ResultCheck#near] does.
///
/// Thread safety: stateless.
final class HistogramCheck {
    private HistogramCheck() {}

    static boolean isAsExpected(SeriesLine.Histogram expected, FloatHistogram actual) {
        FloatHistogram wanted = expected.value();
        return wanted.schema() == actual.schema()
                && ResultCheck.near(wanted.count(), actual.count())
                && ResultCheck.near(wanted.sum(), actual.sum())
                && ResultCheck.near(wanted.zeroThreshold(), actual.zeroThreshold())
                && ResultCheck.near(wanted.zeroCount(), actual.zeroCount())
                && sameBuckets(wanted.positive().compact(), actual.positive().compact())
                && sameBuckets(wanted.negative().compact(), actual.negative().compact())
                && Arrays.equals(wanted.bounds(), actual.bounds())
                && (!expected.hintGiven() || wanted.resetHint() == actual.resetHint());
    }

    private static boolean sameBuckets(Buckets wanted, Buckets actual) {
        if (wanted.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.index(i) != actual.index(i)
                    || !ResultCheck.near(wanted.count(i), actual.count(i))) {
                return false;
            }
        }
        return true;
    }
}
