package io.narthex.promql.test;

import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares a value with the expected one, floats with a relative tolerance of a millionth. Each
/// method gives what differs, or null where nothing does.
final class ResultCheck {
    private static final double TOLERANCE = 1e-6;
    private static final SeriesLine.Point GAP = new SeriesLine.Gap();

    private final Expectation expected;

    ResultCheck(Expectation expected) {
        this.expected = expected;
    }

    /// Compares the result of an instant query.
    @Nullable String instant(Value value) {
        return switch (value) {
            case Value.Scalar scalar -> scalar(scalar.value());
            case Value.Text text ->
                    text.value().equals(expected.text())
                            ? null
                            : differs(text.value(), expected.text());
            case Value.Vector vector -> vector(vector.samples());
            case Value.Matrix matrix ->
                    expected.rangeVector() == null
                            ? "unexpected range vector"
                            : matrix(matrix, expected.rangeVector());
        };
    }

    private static String differs(String actual, @Nullable String expected) {
        return "expected " + expected + "; actual: " + actual;
    }

    /// Compares the one value of a scalar.
    @Nullable String scalar(double actual) {
        Double wanted = expected.scalar();
        if (wanted == null) {
            return "expected " + seriesText() + "; actual: scalar " + actual;
        }
        return near(wanted, actual) ? null : differs(String.valueOf(actual), wanted.toString());
    }

    /// Compares the samples of a vector.
    @Nullable String vector(List<Value.VectorSample> samples) {
        if (expected.scalar() != null) {
            return differs(String.valueOf(samples), "scalar " + expected.scalar());
        }
        if (expected.text() != null || expected.rangeVector() != null) {
            return "unexpected instant vector";
        }
        if (expected.ordered()) {
            List<Labels> order = samples.stream().map(Value.VectorSample::labels).toList();
            List<Labels> wanted = expected.series().stream().map(SeriesLine::labels).toList();
            if (!order.equals(wanted)) {
                return "expected in this order: " + wanted + "; actual: " + order;
            }
        }
        Map<Labels, Map<Long, Point>> actual = new LinkedHashMap<>();
        for (Value.VectorSample sample : samples) {
            Point point = new Point(sample.value(), sample.histogram());
            if (actual.put(sample.labels(), Map.of(0L, point)) != null) {
                return "series occurs twice: " + sample.labels();
            }
        }
        return series(new ScriptCommand.EvalTimes(0, 0, 0), actual);
    }

    /// Compares a matrix whose points are expected at some times.
    @Nullable String matrix(Value.Matrix matrix, ScriptCommand.EvalTimes times) {
        Map<Labels, Map<Long, Point>> actual = new LinkedHashMap<>();
        Labels previous = null;
        for (Value.MatrixRow row : matrix.rows()) {
            Map<Long, Point> points = new TreeMap<>();
            for (int i = 0; i < row.size(); i++) {
                points.put(row.timeAt(i), new Point(row.valueAt(i), row.histogramAt(i)));
            }
            if (previous != null && previous.compareTo(row.labels()) >= 0) {
                return "not sorted by labels: " + previous + " before " + row.labels();
            }
            previous = row.labels();
            actual.put(row.labels(), points);
        }
        return series(times, actual);
    }

    /// A sample of a result.
    ///
    /// @param histogram null where it is a float
    private record Point(double value, @Nullable FloatHistogram histogram) {
        boolean isAsExpected(SeriesLine.Point wanted) {
            return switch (wanted) {
                case SeriesLine.Gap _ -> false;
                case SeriesLine.Number(double number) -> histogram == null && near(number, value);
                case SeriesLine.Histogram h ->
                        histogram != null && HistogramCheck.isAsExpected(h, histogram);
            };
        }

        @Override
        public String toString() {
            return histogram == null
                    ? String.valueOf(value)
                    : histogram + " hint " + histogram.resetHint();
        }
    }

    private @Nullable String series(
            ScriptCommand.EvalTimes times, Map<Labels, Map<Long, Point>> actual) {
        Map<Labels, Map<Long, Point>> rest = new LinkedHashMap<>(actual);
        for (SeriesLine line : expected.series()) {
            Map<Long, Point> points = rest.remove(line.labels());
            if (points == null) {
                return "expected " + line.labels() + "; actual: " + actual;
            }
            String problem = points(line, times, points);
            if (problem != null) {
                return problem;
            }
        }
        return rest.isEmpty() ? null : "expected " + seriesText() + "; actual also: " + rest;
    }

    private static @Nullable String points(
            SeriesLine line, ScriptCommand.EvalTimes times, Map<Long, Point> actual) {
        Map<Long, SeriesLine.Point> wanted = new TreeMap<>();
        for (int i = 0; i < line.points().size(); i++) {
            if (!(line.points().get(i) instanceof SeriesLine.Gap)) {
                wanted.put(times.start() + i * times.step(), line.points().get(i));
            }
        }
        boolean same =
                wanted.keySet().equals(actual.keySet())
                        && actual.entrySet().stream()
                                .allMatch(
                                        e ->
                                                e.getValue()
                                                        .isAsExpected(
                                                                wanted.getOrDefault(
                                                                        e.getKey(), GAP)));
        return same ? null : line.labels() + ": " + differs(actual.toString(), wanted.toString());
    }

    private String seriesText() {
        return expected.series().isEmpty()
                ? "nothing"
                : expected.series().stream().map(SeriesLine::labels).toList().toString();
    }

    /// Whether two values are as good as equal: NaN is equal to NaN, the stale marker only to
    /// itself.
    static boolean near(double a, double b) {
        if (StaleNaN.isStale(a) || StaleNaN.isStale(b)) {
            return StaleNaN.isStale(a) && StaleNaN.isStale(b);
        }
        if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }
}
