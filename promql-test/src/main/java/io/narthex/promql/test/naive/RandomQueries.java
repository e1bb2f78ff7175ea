package io.narthex.promql.test.naive;

import java.util.List;
import java.util.random.RandomGenerator;

/// Random queries, well typed, over the series of [RandomData].
///
/// Ranks are asked only of `unique`, as ties are broken by no rule.
///
/// Thread safety: for one thread.
public final class RandomQueries {
    private static final List<String> RANGE_FUNCTIONS =
            List.of(
                    "rate",
                    "increase",
                    "delta",
                    "irate",
                    "idelta",
                    "changes",
                    "resets",
                    "deriv",
                    "sum_over_time",
                    "avg_over_time",
                    "min_over_time",
                    "max_over_time",
                    "count_over_time",
                    "last_over_time",
                    "first_over_time",
                    "present_over_time",
                    "stddev_over_time",
                    "stdvar_over_time",
                    "mad_over_time",
                    "ts_of_first_over_time",
                    "ts_of_last_over_time");
    private static final List<String> MATH =
            List.of(
                    "abs",
                    "ceil",
                    "floor",
                    "sqrt",
                    "exp",
                    "ln",
                    "log2",
                    "log10",
                    "sgn",
                    "sin",
                    "cos",
                    "tan",
                    "atan",
                    "tanh",
                    "deg",
                    "rad",
                    "round",
                    "sort",
                    "timestamp");
    private static final List<String> DATES =
            List.of(
                    "minute",
                    "hour",
                    "day_of_week",
                    "day_of_month",
                    "day_of_year",
                    "days_in_month",
                    "month",
                    "year");
    private static final List<String> AGGREGATIONS =
            List.of("sum", "avg", "count", "min", "max", "group", "stddev", "stdvar");
    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^", "atan2");
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");

    private final RandomGenerator random;

    /// @param random where everything comes from
    public RandomQueries(RandomGenerator random) {
        this.random = random;
    }

    /// A query for an instant vector.
    ///
    /// @param depth how deeply it is nested at most
    public String vector(int depth) {
        if (depth <= 0) {
            return selector() + shift();
        }
        return switch (random.nextInt(16)) {
            case 0, 1 -> pick(RANGE_FUNCTIONS) + "(" + range(depth - 1) + ")";
            case 2 -> extended();
            case 3, 4, 5 -> aggregation(depth);
            case 6, 7 -> vectors(depth);
            case 8 -> withScalar(depth);
            case 9 -> pick(MATH) + "(" + vector(depth - 1) + ")";
            case 10 -> "-" + selector() + shift();
            case 11 -> withArguments(depth);
            case 12 -> labels(depth);
            case 13 -> "(" + vector(depth - 1) + ")";
            case 14 -> pick(DATES) + "(abs(" + selector() + ") < 1000000)";
            default -> selector() + shift();
        };
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String selector() {
        if (random.nextInt(12) == 0) {
            return "{__name__=~\"" + pick("b|c", "a.*|b", ".+", "none") + "\"}";
        }
        return pick(RandomData.METRICS)
                + pick("", "", "", "{g=\"x\"}", "{g!=\"x\"}", "{n=~\"1|2\"}", "{n=\"\"}")
                        .replace("g=", random.nextInt(20) == 0 ? "missing=" : "g=");
    }

    private String shift() {
        return switch (random.nextInt(14)) {
            case 0 -> " offset " + pick("1m", "7m", "-90s", "0s");
            case 1 -> " @ " + random.nextInt(1_300);
            case 2 -> " @ " + pick("start()", "end()") + pick("", " offset 1m");
            default -> "";
        };
    }

    private String range(int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            return "("
                    + vector(depth - 1)
                    + ")["
                    + pick("2m", "10m", "90s")
                    + ":"
                    + pick("", "30s", "1m", "37s")
                    + "]"
                    + shift();
        }
        return selector() + duration() + shift();
    }

    private String extended() {
        if (random.nextInt(4) == 0) {
            return selector() + pick(" smoothed", " smoothed", " anchored") + shift();
        }
        String range = selector() + duration();
        return random.nextBoolean()
                ? pick("rate", "increase", "delta") + "(" + range + " smoothed" + shift() + ")"
                : pick("rate", "increase", "delta", "changes", "resets")
                        + "("
                        + range
                        + " anchored"
                        + shift()
                        + ")";
    }

    private String duration() {
        return "[" + pick("1m", "5m", "90s", "17s", "20m") + "]";
    }

    private String aggregation(int depth) {
        String grouping = pick("", "", " by (g)", " by (n)", " without (n)", " by (g, __name__)");
        String inner = vector(depth - 1);
        return switch (random.nextInt(9)) {
            case 0 -> pick("topk", "bottomk") + grouping + " (" + small() + ", unique)";
            case 1 -> "quantile" + grouping + " (" + quantile() + ", " + inner + ")";
            case 2 -> "count_values" + grouping + " (\"v\", floor(" + selector() + "))";
            default -> pick(AGGREGATIONS) + grouping + " (" + inner + ")";
        };
    }

    private String small() {
        return String.valueOf(random.nextInt(5));
    }

    private String quantile() {
        return pick("0", "0.5", "0.9", "1", "2", "-1", "scalar(b{g=\"x\"})");
    }

    private String vectors(int depth) {
        String lhs = vector(depth - 1);
        String rhs = vector(depth - 1);
        String matching =
                pick(
                        "",
                        "",
                        " on (g)",
                        " on (g, n)",
                        " ignoring (n)",
                        " ignoring (g, n)",
                        " on ()");
        if (random.nextInt(3) == 0) {
            return "(" + lhs + ") " + pick("and", "or", "unless") + matching + " (" + rhs + ")";
        }
        String operator = random.nextBoolean() ? pick(ARITHMETIC) : pick(COMPARISONS);
        boolean bool = COMPARISONS.contains(operator) && random.nextBoolean();
        if (random.nextInt(4) > 0) {
            // One series per group, so that most pairs match.
            rhs = "max by (g) (" + rhs + ")";
            matching = random.nextInt(4) == 0 ? " on (g)" : " on (g) group_left " + pick("", "(n)");
        }
        String fill = pick("", "", "", " fill (0)", " fill_left (1)", " fill_right (-2)");
        return "("
                + lhs
                + ") "
                + operator
                + (bool ? " bool" : "")
                + matching
                + fill
                + " ("
                + rhs
                + ")";
    }

    private String withScalar(int depth) {
        String vector = "(" + vector(depth - 1) + ")";
        boolean comparison = random.nextInt(3) == 0;
        String operator = comparison ? pick(COMPARISONS) : pick(ARITHMETIC);
        String bool = comparison ? pick(" ", " bool ") : " ";
        String scalar = scalar(depth - 1);
        return random.nextBoolean()
                ? vector + " " + operator + bool + scalar
                : scalar + " " + operator + bool + vector;
    }

    /// A query for a scalar.
    public String scalar(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> pick("0", "1", "-1", "2.5", "NaN", "Inf", "1m");
            case 1 -> small();
            case 2 -> "time()";
            case 3 -> "pi()";
            case 4 -> "(" + scalar(0) + " " + pick(ARITHMETIC) + " " + scalar(0) + ")";
            case 5 -> "(" + scalar(0) + " " + pick(COMPARISONS) + " bool " + scalar(0) + ")";
            default -> "scalar(" + vector(depth - 1) + ")";
        };
    }

    private String withArguments(int depth) {
        String vector = vector(depth - 1);
        return switch (random.nextInt(8)) {
            case 0 -> "clamp(" + vector + ", " + scalar(0) + ", " + scalar(0) + ")";
            case 1 -> pick("clamp_min", "clamp_max") + "(" + vector + ", " + scalar(1) + ")";
            case 2 -> "round(" + vector + ", " + pick("0.5", "5", "3") + ")";
            case 3 -> "quantile_over_time(" + quantile() + ", " + range(depth - 1) + ")";
            case 4 -> "predict_linear(" + range(depth - 1) + ", " + small() + ")";
            case 5 -> "vector(" + scalar(depth - 1) + ")";
            case 6 -> "absent(" + vector + ")";
            default -> "absent_over_time(" + range(depth - 1) + ")";
        };
    }

    private String labels(int depth) {
        String vector = vector(depth - 1);
        return switch (random.nextInt(3)) {
            case 0 ->
                    "label_join("
                            + vector
                            + ", \""
                            + pick("g", "j", "n")
                            + "\", \"-\", \"g\", \"n\")";
            case 1 -> "label_replace(" + vector + ", \"r\", \"$1\", \"g\", \"(x|y)\")";
            default -> "label_replace(" + vector + ", \"n\", \"\", \"g\", \"x.*\")";
        };
    }
}
