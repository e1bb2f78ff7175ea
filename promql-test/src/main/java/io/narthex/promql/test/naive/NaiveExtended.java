package io.narthex.promql.test.naive;

import io.narthex.model.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// A function of one series' samples in an `anchored` or `smoothed` range.
///
/// @param samples at least one, without markers: those of the range, and those up to one lookback
///     before and, if smoothed, after it
/// @param start of the range, epoch milliseconds
/// @param end of the range
record NaiveExtended(List<Sample> samples, long start, long end, boolean smoothed) {

    /// The value of a function, or nothing.
    ///
    /// @throws NaiveException if the function can't be used with such a range
    OptionalDouble apply(String function) {
        boolean change = List.of("rate", "increase", "delta").contains(function);
        if (!change && (smoothed || !List.of("changes", "resets").contains(function))) {
            throw new NaiveException(function + " of an extended range");
        }
        boolean nothingAfterStart = samples.getLast().timestamp() <= start;
        if (nothingAfterStart || samples.getFirst().timestamp() > end) {
            return OptionalDouble.empty();
        }
        List<Sample> points = points(!function.equals("delta"));
        return switch (function) {
            case "rate" -> growth(points, true, 1000.0 / (end - start));
            case "increase" -> growth(points, true, 1);
            case "delta" -> growth(points, false, 1);
            default -> new NaiveWindow(points, start, end, end).apply(function, new double[0]);
        };
    }

    /// The samples of the range, and the values at its borders as far as they are known.
    private List<Sample> points(boolean counter) {
        List<Sample> points = new ArrayList<>();
        int before = newest(start);
        if (before >= 0) {
            points.add(smoothed ? new Sample(start, at(start, counter)) : samples.get(before));
        }
        for (Sample s : samples) {
            if (s.timestamp() > start && (s.timestamp() < end || !smoothed)) {
                points.add(s);
            }
        }
        if (smoothed && samples.getLast().timestamp() >= end) {
            points.add(new Sample(end, at(end, counter)));
        }
        return points;
    }

    /// The index of the newest sample at or before a time, or -1.
    private int newest(long time) {
        int at = -1;
        for (int i = 0; i < samples.size() && samples.get(i).timestamp() <= time; i++) {
            at = i;
        }
        return at;
    }

    /// The value at a time that has a sample at or before it: on the line to the next one, or the
    /// last one's. A counter that was reset in between began at zero.
    double at(long time, boolean counter) {
        int i = newest(time);
        Sample a = samples.get(i);
        if (a.timestamp() == time || i + 1 == samples.size()) {
            return a.value();
        }
        Sample b = samples.get(i + 1);
        double from = counter && b.value() < a.value() ? 0 : a.value();
        return from + (b.value() - from) * (time - a.timestamp()) / (b.timestamp() - a.timestamp());
    }

    private static OptionalDouble growth(List<Sample> points, boolean counter, double factor) {
        double growth = points.getLast().value() - points.getFirst().value();
        for (int i = 1; counter && i < points.size(); i++) {
            double before = points.get(i - 1).value();
            growth += points.get(i).value() < before ? before : 0;
        }
        return OptionalDouble.of(growth * factor);
    }
}
