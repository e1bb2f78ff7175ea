package io.narthex.promql.test.naive;

import io.narthex.promql.parser.DurationExpr;
import io.narthex.promql.test.naive.NaiveEvaluator.Settings;
import io.narthex.promql.test.naive.function.Numbers;

/// Durations are computed in seconds, once per query.
///
/// Thread safety: stateless.
final class Durations {
    private Durations() {}

    static long millis(DurationExpr duration, Settings settings) {
        return (long) (seconds(duration, settings) * 1000);
    }

    private static double seconds(DurationExpr duration, Settings in) {
        return switch (duration) {
            case DurationExpr.Literal literal -> literal.seconds();
            case DurationExpr.Step _ -> in.step() / 1000.0;
            case DurationExpr.Range _ -> (in.end() - in.start()) / 1000.0;
            case DurationExpr.Paren(var inner, _) -> seconds(inner, in);
            case DurationExpr.Unary(var minus, var x, _) -> (minus ? -1 : 1) * seconds(x, in);
            case DurationExpr.Extremum(var max, var a, var b, _) ->
                    max
                            ? Math.max(seconds(a, in), seconds(b, in))
                            : Math.min(seconds(a, in), seconds(b, in));
            case DurationExpr.Binary(var op, var a, var b, _) ->
                    Numbers.arithmetic(op, seconds(a, in), seconds(b, in));
        };
    }
}
