package io.narthex.promql.exec;

import io.narthex.model.number.GoText;
import io.narthex.promql.QueryException;
import io.narthex.promql.parser.PositionRange;

import java.util.List;

/// The scalar before an aggregation's vector, by step: how many, which part, or which quantile.
///
/// Prometheus looks at all steps of the query before it begins, here each tile looks at its own.
///
/// @param position in the query text
record AggregateParameter(Operator operator, PositionRange position) {
    /// The floats whose integer parts are 64-bit integers lie between these.
    private static final double LEAST_INT64 = -0x1p63;

    private static final double GREATEST_INT64 = 9223372036854774784.0;

    /// Numbers of rows; 0 where none are wanted.
    ///
    /// @throws QueryException.Execution if a value is no number of rows, unless all are below 1
    int[] counts(StepTile tile, Worker worker) {
        double[] values = values(tile, worker);
        Extremes extremes = Extremes.of(values);
        int[] counts = new int[values.length];
        if (!extremes.nan && extremes.greatest < 1) {
            return counts;
        }
        if (extremes.nan) {
            throw new QueryException.Execution("Parameter value is NaN");
        }
        if (extremes.least <= LEAST_INT64) {
            throw outOfInt64(extremes.least, "underflows");
        }
        if (extremes.greatest >= GREATEST_INT64) {
            throw outOfInt64(extremes.greatest, "overflows");
        }
        for (int k = 0; k < counts.length; k++) {
            counts[k] = Math.clamp((long) values[k], 0, Integer.MAX_VALUE);
        }
        return counts;
    }

    private static QueryException outOfInt64(double value, String how) {
        return new QueryException.Execution(
                "Scalar value " + GoText.g(value) + " " + how + " int64");
    }

    /// Ratios from -1 to 1; what is out of that is capped, with a warning.
    ///
    /// @throws QueryException.Execution if a value is NaN
    double[] ratios(StepTile tile, Worker worker) {
        double[] values = values(tile, worker);
        Extremes extremes = Extremes.of(values);
        if (extremes.nan) {
            throw new QueryException.Execution("Ratio value is NaN");
        }
        String text = "ratio value should be between -1 and 1, got ";
        if (extremes.greatest > 1) {
            warn("above", text, extremes.greatest, ", capping to 1", worker);
        }
        if (extremes.least < -1) {
            warn("below", text, extremes.least, ", capping to -1", worker);
        }
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.clamp(values[k], -1.0, 1.0);
        }
        return values;
    }

    /// Quantiles; those that are none are warned of.
    double[] quantiles(StepTile tile, Worker worker) {
        double[] values = values(tile, worker);
        Extremes extremes = Extremes.of(values);
        String text = "quantile value should be between 0 and 1, got ";
        if (extremes.nan) {
            warn("NaN", text, Double.NaN, "", worker);
        }
        if (extremes.greatest > 1) {
            warn("above", text, extremes.greatest, "", worker);
        }
        if (extremes.least < 0) {
            warn("below", text, extremes.least, "", worker);
        }
        return values;
    }

    private double[] values(StepTile tile, Worker worker) {
        return new ScalarArguments(List.of(operator)).evaluate(tile, worker)[0];
    }

    private void warn(String side, String before, double value, String after, Worker worker) {
        worker.annotations().merge(new FarthestNote(before + side, before, value, after), position);
    }

    private record Extremes(double least, double greatest, boolean nan) {
        static Extremes of(double[] values) {
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            boolean nan = false;
            for (double v : values) {
                nan |= Double.isNaN(v);
                least = v < least ? v : least;
                greatest = v > greatest ? v : greatest;
            }
            return new Extremes(least, greatest, nan);
        }
    }
}
