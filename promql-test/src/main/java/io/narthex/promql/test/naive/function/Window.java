package io.narthex.promql.test.naive.function;

import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.test.naive.Extended;
import io.narthex.promql.test.naive.NaiveEvaluator.Bounds;
import io.narthex.promql.test.naive.Point;
import io.narthex.promql.test.naive.Series;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What functions make of one series' samples within a range.
///
/// @param bounds of the range; the time of evaluation is another where there is an offset
/// @param points at least one, without stale markers
record Window(Call call, Series series, Bounds bounds, List<Point> points) {
    static Window of(Call call, Series series, int arg) {
        Bounds bounds = call.in().bounds(call.arg(arg), call.time());
        boolean counter = !call.function().equals("delta");
        return new Window(
                call,
                series,
                bounds,
                bounds.extension() == Extension.NONE
                        ? series.points()
                        : new Extended(series.points()).points(bounds, counter));
    }

    Point result(double value) {
        return Point.of(call.time(), value);
    }

    @Nullable Point statistic(AggregateOp op) {
        double q = op == AggregateOp.QUANTILE ? call.numbers()[0] : 0;
        Statistics statistics = new Statistics(call.in(), call.place(0), true, List.of(series));
        Point p = statistics.apply(op, q, call.time());
        if (op == AggregateOp.QUANTILE && p != null) {
            Histograms.requireQuantile(call.in(), q, call.place(0));
        }
        return p;
    }

    /// What a function makes of the floats, if there are enough.
    @Nullable Point ofFloats(int least, ToDoubleFunction<double[]> f) {
        double[] v = points.stream().filter(Point::isFloat).mapToDouble(Point::value).toArray();
        if (v.length > 0 && v.length < points.size()) {
            String end = "range containing both floats and histograms for metric name ";
            call.in().info(end + series.name(), call.place(0));
        }
        return v.length < least ? null : result(f.applyAsDouble(v));
    }

    /// Of equal values the time of the last.
    double timeOfExtremum(boolean greatest) {
        List<Point> floats = points.stream().filter(Point::isFloat).toList();
        double best =
                Numbers.extremum(floats.stream().mapToDouble(Point::value).toArray(), greatest);
        Point last = floats.getFirst();
        for (Point p : floats) {
            last = p.value() == best || Double.isNaN(best) ? p : last;
        }
        return last.time() / 1000.0;
    }

    Point count(IntPredicate happens) {
        return result(IntStream.range(1, points.size()).filter(happens).count());
    }

    boolean isChange(int i) {
        Point a = points.get(i - 1);
        Point b = points.get(i);
        boolean floats = a.isFloat() && b.isFloat();
        boolean bothNaN = Double.isNaN(a.value()) && Double.isNaN(b.value());
        return floats
                ? a.value() != b.value() && !bothNaN
                : a.isFloat() != b.isFloat() || !a.h().hasSameData(b.h());
    }

    boolean isTypeChangeOrReset(int i) {
        return points.get(i - 1).isFloat() != points.get(i).isFloat() || isReset(i);
    }

    /// Whether a counter began again before a sample: because it says so, or because it fell.
    private boolean isReset(int i) {
        Point a = points.get(i - 1);
        Point b = points.get(i);
        // A start at the time of the sample before is a delta's, unless no start was known then.
        boolean delta = b.start() == a.time() && a.start() != 0 && a.start() < a.time();
        boolean known = b.start() != 0 && b.start() < b.time();
        return (known && (b.start() > a.time() || delta))
                || (b.isFloat() ? b.value() < a.value() : CounterResets.between(a.h(), b.h()));
    }

    /// `rate`, `increase` and `delta`: how much the value changed, if it goes on at the borders of
    /// the range as between the samples: to a border that is near, else by half a distance, and for
    /// counters never below zero. A counter that says when it started began with zero then.
    @Nullable Point extrapolated(boolean counter, boolean perSecond) {
        Point first = points.getFirst();
        Point last = points.getLast();
        int distances = points.size() - 1;
        boolean extended = bounds.extension() != Extension.NONE;
        boolean inside = first.start() > bounds.start() && first.start() < first.time();
        boolean starts = counter && !extended && first.start() != 0 && inside;
        boolean enough = distances > 0 || starts || extended;
        Point growth = isUniform() && enough ? growth(counter, extended) : null;
        if (growth != null && starts) {
            boolean alone = distances == 0 && !first.isFloat();
            growth = alone ? first : plus(growth, first, 1);
        }
        if (growth == null) {
            return null;
        }
        if (counter && growth.isFloat()) {
            requireCounterName();
        }
        double seconds = (bounds.end() - bounds.start()) / 1000.0;
        if (extended) {
            return result(perSecond ? growth.value() / seconds : growth.value());
        }
        double distance = (last.time() - first.time()) / 1000.0 / Math.max(1, distances);
        double sampled = (last.time() - (starts ? first.start() : first.time())) / 1000.0;
        double before = starts ? 0 : reach(first.time() - bounds.start(), distance);
        double after = reach(bounds.end() - last.time(), distance);
        double sinceZero = sampled * (first.size() / growth.size());
        boolean zeroKnown = counter && !starts && growth.size() > 0 && first.size() >= 0;
        before = zeroKnown && sinceZero < before ? sinceZero : before;
        double factor = (sampled + before + after) / sampled;
        return growth.times(perSecond ? factor / seconds : factor);
    }

    private static double reach(long gap, double distance) {
        double seconds = gap / 1000.0;
        return seconds < distance * 1.1 ? seconds : distance / 2;
    }

    /// The last value minus the first, and what was lost at resets; nothing if some have
    /// exponential and others custom buckets.
    private @Nullable Point growth(boolean counter, boolean extended) {
        int n = points.size();
        Point first = points.getFirst();
        Point last = points.getLast();
        if (!first.isFloat() && n > 1) {
            // Before a reset the layout doesn't matter.
            boolean lost = counter && n > 1 && isReset(1);
            first = lost ? Point.of(0, points.get(1).h().empty()) : first;
            last = commonLayout(points.subList(counter && n > 1 ? 1 : n - 1, n), first, counter);
        }
        Point growth = last == null ? null : plus(last, first, -1);
        for (int i = 1; growth != null && counter && i < n; i++) {
            Point a = i == 1 ? first : points.get(i - 1);
            Point b = points.get(i);
            boolean known = b.start() != 0 && b.start() < points.get(i - 1).time();
            if (!extended && known && b.start() != points.get(i - 1).start()) {
                warn("overlaps with previous sample timestamp for metric ");
            }
            if (extended ? b.value() < a.value() : isReset(i)) {
                growth = plus(growth, a, 1);
            }
        }
        return growth == null || growth.isFloat()
                ? growth
                : Point.of(0, growth.h().withHint(ResetHint.GAUGE).compact());
    }

    /// The last of some histograms in the coarsest schema, if all have buckets of the same kind.
    private @Nullable Point commonLayout(List<Point> rest, Point first, boolean counter) {
        Point last = points.getLast();
        int schema = Math.min(first.h().schema(), last.h().schema());
        boolean custom = first.h().hasCustomBounds();
        boolean fits = true;
        for (Point p : rest) {
            fits &= p.h().hasCustomBounds() == custom;
            schema = Math.min(schema, p.h().schema());
        }
        boolean fitsLast = last.h().hasCustomBounds() == custom;
        if (fits || (counter && !fitsLast)) {
            requireKind(fitsLast ? points : List.of(points.getFirst(), last), counter);
        }
        if (!fits) {
            warn("custom buckets schemas for metric name ");
        }
        return fits ? Point.of(0, last.h().toSchema(schema)) : null;
    }

    /// Counters must not be gauges; of gauges only the first and the last are asked.
    private void requireKind(List<Point> all, boolean counter) {
        boolean gauges = all.getFirst().isGauge() && all.getLast().isGauge();
        if (counter && all.stream().anyMatch(Point::isGauge)) {
            warn("native histogram metric is not a counter: ");
        } else if (!counter && !gauges) {
            warn("native histogram metric is not a gauge: ");
        }
    }

    /// `irate` and `idelta`: the last sample minus the one before.
    @Nullable Point ofLastTwo(boolean counter) {
        if (points.size() < 2) {
            return null;
        }
        List<Point> two = points.subList(points.size() - 2, points.size());
        if (points.size() > 2) {
            return new Window(call, series, bounds, two).ofLastTwo(counter);
        }
        if (!isUniform()) {
            return null;
        }
        Point b = two.getLast();
        if (!b.isFloat()) {
            requireKind(two, counter);
        }
        Point growth = counter && isReset(1) ? b : plus(b, two.getFirst(), -1);
        double seconds = counter ? (b.time() - two.getFirst().time()) / 1000.0 : 1;
        if (growth == null || growth.isFloat()) {
            return growth == null ? null : result(growth.value() / seconds);
        }
        FloatHistogram h = growth.h().withHint(ResetHint.GAUGE).compact();
        return Point.of(0, h.divide(seconds));
    }

    private @Nullable Point plus(Point a, Point b, int sign) {
        if (a.isFloat()) {
            return result(a.value() + sign * b.value());
        }
        HistogramSum sum = new HistogramSum(a.h());
        boolean fits = sign > 0 ? sum.add(b.h()) : sum.subtract(b.h());
        if (!fits) {
            warn("custom buckets schemas for metric name ");
        } else if (sum.pollBoundsReconciled()) {
            String end = "custom buckets were reconciled during ";
            call.in().info(end + (sign > 0 ? "addition" : "subtraction"), call.place(0));
        }
        return fits ? Point.of(0, sum.toHistogram()) : null;
    }

    /// Tells floats from histograms.
    private boolean isUniform() {
        boolean uniform = points.stream().map(Point::isFloat).distinct().count() == 1;
        if (!uniform) {
            warn("mix of histograms and floats for metric name ");
        }
        return uniform;
    }

    private void requireCounterName() {
        String name = series.labels().metricName();
        if (!name.isEmpty() && !name.matches("(?s).*_(total|sum|count|bucket)")) {
            call.in().info("_total/_sum/_count/_bucket: " + series.name(), call.place(0));
        }
    }

    private void warn(String end) {
        call.in().warn(end + series.name(), call.place(0));
    }

    double slope(double[] v) {
        return line(points.stream().filter(Point::isFloat).findFirst().orElseThrow().time(), v)[0];
    }

    /// Some seconds after the time of evaluation, even where there is an offset.
    double prediction(double[] v) {
        double[] line = line(call.time(), v);
        return line[0] * call.numbers()[0] + line[1];
    }

    /// Slope per second, and value at a time, of the line of least squares.
    private double[] line(long origin, double[] y) {
        if (Arrays.stream(y).allMatch(v -> v == y[0])) {
            boolean finite = Double.isFinite(y[0]);
            return finite ? new double[] {0, y[0]} : new double[] {Double.NaN, Double.NaN};
        }
        var floats = points.stream().filter(Point::isFloat);
        double[] x = floats.mapToDouble(p -> (p.time() - origin) / 1e3).toArray();
        double n = y.length;
        double sumX = Numbers.sum(x);
        double sumY = Numbers.sum(y);
        double covariance = products(x, y) - sumX * sumY / n;
        double slope = covariance / (products(x, x) - sumX * sumX / n);
        return new double[] {slope, sumY / n - slope * sumX / n};
    }

    private static double products(double[] x, double[] y) {
        return Numbers.sum(IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]).toArray());
    }

    /// `double_exponential_smoothing`: what the next value would be, were it predicted from each
    /// value before and from the trend, both weighing the less the older they are.
    @Nullable Point smoothed() {
        double f = call.numbers()[0];
        double g = call.numbers()[1];
        call.in().require(!(f <= 0 || f >= 1), "0 < sf < 1, got: %f".formatted(f));
        call.in().require(!(g <= 0 || g >= 1), "0 < tf < 1, got: %f".formatted(g));
        ToDoubleFunction<double[]> smooth =
                v -> {
                    double before = 0;
                    double level = v[0];
                    double trend = v[1] - v[0];
                    for (int i = 1; i < v.length; i++) {
                        trend = i == 1 ? trend : g * (level - before) + (1 - g) * trend;
                        before = level;
                        level = f * v[i] + (1 - f) * (level + trend);
                    }
                    return level;
                };
        return ofFloats(2, smooth);
    }
}
