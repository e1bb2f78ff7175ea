package io.narthex.promql.test.naive;

import io.narthex.model.Labels;

import java.util.List;

/// A series and its samples within a window; in an instant vector it has exactly one. A scalar is
/// an instant vector of one series without labels.
///
/// @param nameless whether the metric's name is to be removed at the end of the query
public record Series(Labels labels, boolean nameless, List<Point> points) {
    public static Series of(Labels labels, long time, double value) {
        return new Series(labels, false, List.of(Point.of(time, value)));
    }

    public Series with(Labels other) {
        return new Series(other, nameless, points);
    }

    public Series with(Point point) {
        return new Series(labels, nameless, List.of(point));
    }

    /// The sample of an instant vector.
    public Point point() {
        return points.getFirst();
    }

    public String name() {
        return NaiveEvaluator.quoted(labels.metricName());
    }
}
