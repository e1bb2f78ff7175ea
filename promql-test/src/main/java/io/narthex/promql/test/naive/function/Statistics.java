package io.narthex.promql.test.naive.function;

import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramAccumulator;
import io.narthex.model.histogram.HistogramMean;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.test.naive.NaiveEvaluator;
import io.narthex.promql.test.naive.Point;
import io.narthex.promql.test.naive.Series;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// What several samples make together: those of one series in a range, or of many at one time.
///
/// @param over whether it is a range
public record Statistics(NaiveEvaluator in, PositionRange at, boolean over, List<Series> members) {
    /// Floats, or for `sum` and `avg` histograms; nothing where both meet, or none fits.
    public @Nullable Point apply(AggregateOp op, double q, long time) {
        List<Point> points = points();
        double[] v = points.stream().filter(Point::isFloat).mapToDouble(Point::value).toArray();
        boolean mixed = v.length > 0 && v.length < points.size();
        String metric = "metric name " + members.getFirst().name();
        boolean sums = op == AggregateOp.SUM || op == AggregateOp.AVG;
        if (sums && mixed) {
            in.warn("mix of histograms and floats for " + (over ? metric : "aggregation"), at);
        } else if (sums && v.length == 0) {
            return histogram(op == AggregateOp.AVG, time);
        } else if (v.length < points.size() && !over) {
            in.info("ignored histogram in " + op.keyword() + " aggregation", at);
        } else if (mixed) {
            in.info("range containing both floats and histograms for " + metric, at);
        }
        return v.length == 0 || (sums && mixed) ? null : Point.of(time, ofFloats(op, v, q));
    }

    private List<Point> points() {
        return members.stream().flatMap(s -> s.points().stream()).toList();
    }

    private double ofFloats(AggregateOp op, double[] v, double q) {
        return switch (op) {
            case SUM -> Numbers.sum(v);
            case AVG -> Numbers.mean(v);
            case MIN, MAX -> Numbers.extremum(v, op == AggregateOp.MAX);
            case STDVAR -> Numbers.variance(v, over);
            case STDDEV -> Math.sqrt(Numbers.variance(v, over));
            case QUANTILE -> Numbers.quantile(q, v);
            default -> throw new IllegalStateException("BUG: no statistic: " + op);
        };
    }

    /// The sum or mean of histograms; nothing where some have exponential and others custom
    /// buckets.
    private @Nullable Point histogram(boolean mean, long time) {
        HistogramAccumulator sum = null;
        for (Series s : members) {
            for (Point p : s.points()) {
                if (sum == null) {
                    sum = mean ? new HistogramMean(p.h()) : new HistogramSum(p.h());
                } else if (!sum.add(p.h())) {
                    boolean reconciled = !over && sum.pollBoundsReconciled();
                    noteBounds(reconciled);
                    in.warn("custom buckets schemas for metric name " + s.name(), at);
                    return null;
                }
            }
        }
        noteBounds(Objects.requireNonNull(sum).pollBoundsReconciled());
        if (hints(ResetHint.COUNTER_RESET) && hints(ResetHint.NOT_COUNTER_RESET)) {
            in.warn("conflicting counter resets during histogram aggregation", at);
        }
        return Point.of(time, sum.toHistogram());
    }

    private void noteBounds(boolean reconciled) {
        if (reconciled) {
            in.info("custom buckets were reconciled during aggregation", at);
        }
    }

    private boolean hints(ResetHint hint) {
        return points().stream().anyMatch(p -> p.h().resetHint() == hint);
    }
}
