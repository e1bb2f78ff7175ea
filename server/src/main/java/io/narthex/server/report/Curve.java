package io.narthex.server.report;

import java.util.Arrays;
import java.util.OptionalDouble;

/// A series within a range.
///
/// @param name in the panel; empty where it is the only one
/// @param times epoch milliseconds
/// @param values one for each time
/// @param whole the value over all of the range; NaN where there is none
///
/// Thread safety: immutable, as long as nobody changes the arrays.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Curve(String name, long[] times, double[] values, double whole) {
    /// The highest finite value.
    OptionalDouble peak() {
        return Arrays.stream(values).filter(Double::isFinite).max();
    }

    double mean() {
        return Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    /// When it was highest.
    long peakTime() {
        int at = 0;
        for (int i = 1; i < values.length; i++) {
            if (!(values[at] >= values[i]) && Double.isFinite(values[i])) {
                at = i;
            }
        }
        return times[at];
    }
}
