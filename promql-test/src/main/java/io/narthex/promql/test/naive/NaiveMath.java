package io.narthex.promql.test.naive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// Functions of one number.
///
/// Thread safety: stateless.
final class NaiveMath {
    private NaiveMath() {}

    /// @param args the function's scalar arguments
    static double apply(String function, double v, double[] args) {
        return switch (function) {
            case "abs" -> Math.abs(v);
            case "ceil" -> Math.ceil(v);
            case "floor" -> Math.floor(v);
            case "sqrt" -> Math.sqrt(v);
            case "exp" -> Math.exp(v);
            case "ln" -> Math.log(v);
            case "log2" -> Math.log(v) / Math.log(2);
            case "log10" -> Math.log10(v);
            case "sgn" -> Math.signum(v);
            case "sin" -> Math.sin(v);
            case "cos" -> Math.cos(v);
            case "tan" -> Math.tan(v);
            case "atan" -> Math.atan(v);
            case "tanh" -> Math.tanh(v);
            case "deg" -> v * 180 / Math.PI;
            case "rad" -> v * Math.PI / 180;
            case "round" -> round(v, args.length == 0 ? 1 : args[0]);
            case "clamp" -> max(args[0], min(args[1], v));
            case "clamp_min" -> max(args[0], v);
            case "clamp_max" -> min(args[0], v);
            default -> date(function, v);
        };
    }

    /// Go's maximum, in which infinity wins even over NaN.
    private static double max(double a, double b) {
        double infinity = Double.POSITIVE_INFINITY;
        return a == infinity || b == infinity ? infinity : Math.max(a, b);
    }

    private static double min(double a, double b) {
        return -max(-a, -b);
    }

    private static double round(double v, double to) {
        double inverse = 1 / to;
        return Math.floor(v * inverse + 0.5) / inverse;
    }

    /// The date functions; outside of Java's range of times nobody can say.
    private static double date(String function, double seconds) {
        if (Double.isNaN(seconds) || Math.abs(seconds) > 1e10) {
            throw new UnsupportedOperationException("a date at " + seconds);
        }
        ZonedDateTime at = Instant.ofEpochSecond((long) seconds).atZone(ZoneOffset.UTC);
        return switch (function) {
            case "minute" -> at.getMinute();
            case "hour" -> at.getHour();
            case "day_of_week" -> at.getDayOfWeek().getValue() % 7;
            case "day_of_month" -> at.getDayOfMonth();
            case "day_of_year" -> at.getDayOfYear();
            case "days_in_month" -> at.toLocalDate().lengthOfMonth();
            case "month" -> at.getMonthValue();
            case "year" -> at.getYear();
            default -> throw new UnsupportedOperationException(function);
        };
    }
}
