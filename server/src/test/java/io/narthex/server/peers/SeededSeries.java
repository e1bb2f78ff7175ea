package io.narthex.server.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// One series of a data set: labels, and samples in the order of time.
///
/// Thread safety: immutable, as long as nobody changes the arrays.
///
/// @param labels with `__name__`
/// @param millis times of the samples, in Unix milliseconds, ascending
/// @param values by index of the time
record SeededSeries(Map<String, String> labels, long[] millis, double[] values) {
    /// What a series that is gone is marked with, by its bits.
    static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

    /// When samples are taken.
    ///
    /// @param period in milliseconds
    /// @param offset of the first sample from the begin, in milliseconds
    /// @param jitter samples are late by less than this, in milliseconds
    record Rhythm(int period, int offset, int jitter) {}

    /// What is read at a step; asked once for each step, in order.
    interface Reading {
        double at(int step);
    }

    /// Takes samples from the begin on.
    ///
    /// No sample lies on a whole or half second, for the reason given in [SeededSamples].
    ///
    /// @param labels with `__name__`
    /// @param begin in Unix milliseconds
    /// @param length in milliseconds
    /// @param there whether a sample is taken at a step
    /// @param marked whether the first step without a sample gets a stale marker
    static SeededSeries of(
            Map<String, String> labels,
            long begin,
            long length,
            Rhythm rhythm,
            IntPredicate there,
            boolean marked,
            Reading reading) {
        SplittableRandom lateness = new SplittableRandom(labels.toString().hashCode());
        List<Long> millis = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        boolean was = false;
        for (int step = 0; step * (long) rhythm.period < length; step++) {
            long at = begin + rhythm.offset + step * (long) rhythm.period;
            at += rhythm.jitter == 0 ? 0 : lateness.nextInt(rhythm.jitter);
            at += at % 500 == 0 ? 1 : 0;
            // Read in any case: a counter goes on while nobody looks.
            double value = reading.at(step);
            boolean is = there.test(step);
            if (is || was && marked) {
                millis.add(at);
                values.add(is ? value : STALE);
            }
            was = is;
        }
        return new SeededSeries(
                new TreeMap<>(labels),
                millis.stream().mapToLong(Long::longValue).toArray(),
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
