package io.narthex.promql.test.naive;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.test.naive.NaiveEvaluator.Bounds;

import java.util.ArrayList;
import java.util.List;

/// Floats and the lines between them, for `anchored` and `smoothed`.
///
/// @param samples at least one: those of a range, those up to one lookback before and, if it is
///     smoothed, after it
public record Extended(List<Point> samples) {
    public Extended {
        if (!samples.stream().allMatch(Point::isFloat)) {
            throw new UnsupportedOperationException("histograms in an extended range");
        }
    }

    /// A smoothed selector: what lies on the lines at a time.
    static List<Series> instant(NaiveEvaluator in, Expr.VectorSelector selector, long at) {
        List<Series> found = new ArrayList<>();
        for (Series s : in.range(selector, new Bounds(at, at, Extension.SMOOTHED))) {
            Extended line = new Extended(s.points());
            if (line.newest(at) >= 0) {
                found.add(s.with(Point.of(at, line.at(at, false))));
            }
        }
        return found;
    }

    /// The samples of the range, and the values at its borders as far as they are known: anchored,
    /// of the last sample before; smoothed, of the line. Nothing, if nothing came after the start.
    public List<Point> points(Bounds range, boolean counter) {
        List<Point> points = new ArrayList<>();
        boolean smoothed = range.extension() == Extension.SMOOTHED;
        long first = samples.getFirst().time();
        long last = samples.getLast().time();
        if (last <= range.start() || first > range.end()) {
            return points;
        }
        int before = newest(range.start());
        if (before >= 0) {
            Point line = Point.of(range.start(), at(range.start(), counter));
            points.add(smoothed ? line : samples.get(before));
        }
        for (Point p : samples) {
            if (p.time() > range.start() && (p.time() < range.end() || !smoothed)) {
                points.add(p);
            }
        }
        if (smoothed && last >= range.end()) {
            points.add(Point.of(range.end(), at(range.end(), counter)));
        }
        return points;
    }

    /// Which sample is the last one at or before a time, or -1.
    private int newest(long time) {
        int at = -1;
        while (at + 1 < samples.size() && samples.get(at + 1).time() <= time) {
            at++;
        }
        return at;
    }

    /// The value at a time that has a sample at or before it: on the line to the next one, or the
    /// last one's. A counter that was reset in between began at zero.
    private double at(long time, boolean counter) {
        int i = newest(time);
        Point a = samples.get(i);
        if (a.time() == time || i + 1 == samples.size()) {
            return a.value();
        }
        Point b = samples.get(i + 1);
        double from = counter && b.value() < a.value() ? 0 : a.value();
        return from + (b.value() - from) * (time - a.time()) / (b.time() - a.time());
    }
}
