package io.narthex.promql.test.naive.random;

import java.util.List;
import java.util.random.RandomGenerator;

/// Random queries, well typed, over the series of [RandomData].
///
/// Ranks are asked only of `unique`, as ties are broken by no rule. Windows of subqueries overlap
/// those before and after: what is between them nobody sees. What [NaiveEvaluator] leaves out is
/// hardly asked for.
///
/// Thread safety: for one thread.
public final class RandomQueries {
    private static final List<String> RANGE_FUNCTIONS =
            words(
                    "rate increase delta irate idelta changes resets rate increase delta deriv"
                            + " sum_over_time avg_over_time min_over_time max_over_time"
                            + " count_over_time last_over_time first_over_time present_over_time"
                            + " stddev_over_time stdvar_over_time mad_over_time"
                            + " ts_of_first_over_time ts_of_last_over_time ts_of_min_over_time"
                            + " ts_of_max_over_time");
    private static final List<String> MATH =
            words(
                    "abs ceil floor sqrt exp ln log2 log10 sgn sin cos tan asin acos atan sinh cosh"
                            + " tanh asinh acosh atanh deg rad round timestamp start_timestamp");
    private static final List<String> DATES =
            words("minute hour day_of_week day_of_month day_of_year days_in_month month year");
    private static final List<String> OF_HISTOGRAMS =
            words("histogram_count histogram_sum histogram_avg histogram_stddev histogram_stdvar");
    private static final List<String> AGGREGATIONS =
            words("sum avg sum avg count min max group stddev stdvar");
    private static final List<String> ARITHMETIC = words("+ - * / % ^ atan2");
    private static final List<String> COMPARISONS = words("== != < <= > >=");

    private final RandomGenerator random;

    /// @param random where everything comes from
    public RandomQueries(RandomGenerator random) {
        this.random = random;
    }

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    /// A query of any type: mostly a vector, sometimes a scalar or, if it is an instant query, a
    /// range.
    public String query(boolean instant) {
        int depth = 1 + random.nextInt(3);
        return switch (random.nextInt(20)) {
            case 0, 1 -> scalar(2);
            case 2 -> instant ? range(depth) : vector(depth);
            case 3 -> sorted();
            default -> vector(depth);
        };
    }

    private String sorted() {
        return switch (random.nextInt(3)) {
            case 0 -> pick("sort", "sort_desc") + "(" + floats() + ")";
            case 1 -> "sort(" + pick(RandomData.HISTOGRAMS) + ")";
            default -> pick("sort_by_label", "sort_by_label_desc") + "(b, \"g\", \"n\")";
        };
    }

    /// A query for an instant vector.
    ///
    /// @param depth how deeply it is nested at most
    public String vector(int depth) {
        if (depth <= 0) {
            return selector() + shift();
        }
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> pick(RANGE_FUNCTIONS) + "(" + range(depth - 1) + ")";
            case 3 -> extended();
            case 4, 5, 6 -> aggregation(depth);
            case 7, 8, 9 -> vectors(depth);
            case 10 -> withScalar(depth);
            case 11 -> pick(MATH) + "(" + vector(depth - 1) + ")";
            case 12 -> pick("-", "+") + selector() + shift();
            case 13 -> withArguments(depth);
            case 14 -> labels(depth);
            case 15 -> "(" + vector(depth - 1) + ")";
            case 16 -> dates();
            case 17 -> histograms(depth);
            case 18 -> info(depth);
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
        return switch (random.nextInt(16)) {
            case 0 -> "{__name__=~\"" + pick("b|c", "a.*|b", ".+", "none", "nat|b", "n.*") + "\"}";
            case 1, 2, 3, 4, 5 -> pick(RandomData.HISTOGRAMS) + conditions();
            case 6 -> RandomData.BUCKETS + conditions();
            default -> floats();
        };
    }

    private String floats() {
        String metric = pick(RandomData.FLOATS);
        String conditions = conditions();
        if (!metric.contains(".")) {
            return metric + conditions;
        }
        return "{\""
                + metric
                + "\""
                + (conditions.isEmpty() ? "}" : ", " + conditions.substring(1));
    }

    private String conditions() {
        return pick("", "", "", "", "", "{g=\"x\"}", "{g!=\"x\"}", "{n=~\"1|2\"}", "{n=\"\"}")
                .replace("g=", random.nextInt(20) == 0 ? "missing=" : "g=");
    }

    private String shift() {
        return switch (random.nextInt(16)) {
            case 0 -> " offset " + pick("1m", "7m", "-90s", "0s", "(1m + step())", "-step()");
            case 1 -> " @ " + random.nextInt(1_300);
            case 2 -> " @ " + pick("start()", "end()") + pick("", " offset 1m");
            default -> "";
        };
    }

    /// A query for a range vector: a range selector, or a subquery.
    ///
    /// @param depth how deeply it is nested at most
    public String range(int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            return "("
                    + vector(depth - 1)
                    + ")["
                    + pick("2m", "10m", "100s")
                    + ":"
                    + pick("", "30s", "1m", "37s", "(30s * 2)")
                    + "]"
                    + shift();
        }
        return selector() + duration() + shift();
    }

    private String extended() {
        String selector = floats();
        if (random.nextInt(4) == 0) {
            return selector + pick(" smoothed", " smoothed", " anchored") + shift();
        }
        return random.nextBoolean()
                ? call(
                        pick("rate", "increase", "delta"),
                        selector + duration() + " smoothed" + shift())
                : call(
                        pick("rate", "increase", "delta", "changes", "resets", "irate"),
                        selector + duration() + " anchored" + shift());
    }

    private static String call(String function, String... args) {
        return function + "(" + String.join(", ", args) + ")";
    }

    private String duration() {
        return "["
                + pick(
                        "1m",
                        "5m",
                        "90s",
                        "17s",
                        "20m",
                        "5m",
                        "(2m * 2)",
                        "1m + step()",
                        "max_of(step(), 3m)",
                        "min_of(range() + 1m, 6m)")
                + "]";
    }

    private String grouping() {
        return pick(
                "",
                "",
                " by (g)",
                " by (n)",
                " without (n)",
                " by (g, __name__)",
                " without ()",
                " by (\"host.name\")",
                " by (__type__, g)");
    }

    private String aggregation(int depth) {
        String inner = vector(depth - 1);
        return switch (random.nextInt(12)) {
            case 0 -> pick("topk", "bottomk") + grouping() + " (" + count() + ", unique)";
            case 1 -> "quantile" + grouping() + " (" + quantile() + ", " + inner + ")";
            case 2 ->
                    "count_values"
                            + grouping()
                            + " (\""
                            + pick("v", "g", "n")
                            + "\", "
                            + pick("floor(" + selector() + ")", selector())
                            + ")";
            case 3 -> "limitk" + grouping() + " (" + count() + ", " + selector() + ")";
            case 4 ->
                    "limit_ratio"
                            + grouping()
                            + " ("
                            + pick("0, ", "1, ", "-1, ", "2, ", "-3.5, ", "NaN, b or ")
                            + inner
                            + ")";
            default -> pick(AGGREGATIONS) + grouping() + " (" + inner + ")";
        };
    }

    private String count() {
        return random.nextInt(12) == 0
                ? pick("NaN", "-1", "1e20", "time() % 3", "0.9")
                : String.valueOf(random.nextInt(5));
    }

    private String quantile() {
        return pick("0", "0.5", "0.9", "0.25", "1", "2", "-1", "NaN", "(time() % 10) / 10");
    }

    private String vectors(int depth) {
        String lhs = vector(depth - 1);
        String rhs = vector(depth - 1);
        if (random.nextInt(4) == 0) {
            lhs = pick(RandomData.HISTOGRAMS);
            rhs = pick(RandomData.HISTOGRAMS) + pick("", " offset 1m");
        }
        String matching =
                pick(
                        "",
                        "",
                        " on (g)",
                        " on (g, n)",
                        " ignoring (n)",
                        " ignoring (g, n)",
                        " on ()",
                        " ignoring ()");
        if (random.nextInt(3) == 0) {
            return "(" + lhs + ") " + pick("and", "or", "unless") + matching + " (" + rhs + ")";
        }
        String operator =
                random.nextInt(12) == 0
                        ? pick("</", ">/")
                        : random.nextBoolean() ? pick(ARITHMETIC) : pick(COMPARISONS);
        boolean bool = COMPARISONS.contains(operator) && random.nextBoolean();
        String fill =
                pick(
                        "",
                        "",
                        "",
                        " fill (0)",
                        " fill_left (1)",
                        " fill_right (-2)",
                        " fill_left (1) fill_right (2)");
        if (random.nextInt(4) > 0) {
            // One series per group, so that most pairs match.
            rhs = pick("max", "sum", "group") + " by (g) (" + rhs + ")";
            matching = random.nextInt(4) == 0 ? " on (g)" : " on (g) group_left " + pick("", "(n)");
            if (matching.contains("group") && random.nextInt(3) == 0) {
                matching = matching.replace("left", "right");
                String swap = lhs;
                lhs = rhs;
                rhs = swap;
            }
        }
        return "(%s) %s%s%s%s (%s)"
                .formatted(lhs, operator, bool ? " bool" : "", matching, fill, rhs);
    }

    private String withScalar(int depth) {
        String vector = "(" + vector(depth - 1) + ")";
        boolean comparison = random.nextInt(3) == 0;
        String operator =
                comparison
                        ? pick(COMPARISONS)
                        : random.nextInt(5) == 0 ? pick("</", ">/", "*") : pick(ARITHMETIC);
        String bool = comparison ? pick(" ", " bool ") : " ";
        String scalar = scalar(depth - 1);
        return random.nextBoolean()
                ? vector + " " + operator + bool + scalar
                : scalar + " " + operator + bool + vector;
    }

    /// A query for a scalar.
    public String scalar(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 5)) {
            case 0 -> pick("0", "1", "-1", "2.5", "NaN", "Inf", "1m");
            case 1 -> String.valueOf(random.nextInt(5));
            case 2 -> "time()";
            case 3 -> "pi()";
            case 4 -> pick("start()", "end()", "step()", "range()");
            case 5 -> "(" + scalar(0) + " " + pick(ARITHMETIC) + " " + scalar(0) + ")";
            case 6 -> "(" + scalar(0) + " " + pick(COMPARISONS) + " bool " + scalar(0) + ")";
            case 7 -> call(pick("max_of", "min_of"), scalar(0), scalar(0));
            default -> call("scalar", vector(depth - 1));
        };
    }

    private String withArguments(int depth) {
        String vector = vector(depth - 1);
        return switch (random.nextInt(9)) {
            case 0 -> call("clamp", vector, scalar(0), scalar(0));
            case 1 -> call(pick("clamp_min", "clamp_max"), vector, scalar(1));
            case 2 -> call("round", vector, pick("0.5", "5", "3"));
            case 3 -> call("quantile_over_time", quantile(), range(depth - 1));
            case 4 -> call("predict_linear", range(depth - 1), String.valueOf(random.nextInt(5)));
            case 5 -> call("vector", scalar(depth - 1));
            case 6 -> call("absent", vector);
            case 7 ->
                    call(
                            "double_exponential_smoothing",
                            range(depth - 1),
                            pick("0.5", "0.1", "0.9", "1"),
                            pick("0.3", "0.8", "0.8", "-1"));
            default -> call("absent_over_time", range(depth - 1));
        };
    }

    private String labels(int depth) {
        String vector = vector(depth - 1);
        return switch (random.nextInt(5)) {
            case 0 ->
                    call(
                            "label_join",
                            vector,
                            "\"" + pick("g", "j", "n") + "\", \"-\", \"g\", \"n\"");
            case 1 -> call("label_replace", vector, "\"r\", \"$1\", \"g\", \"(x|y)\"");
            case 2 -> call("label_replace", vector, "\"__name__\", \"$1\", \"g\", \"(.*)\"");
            case 3 ->
                    call(
                            "label_replace",
                            vector,
                            pick("\"\", \"\", \"g\", \"x\"", "\"r\", \"\", \"g\", \"(\""));
            default -> call("label_replace", vector, "\"n\", \"\", \"g\", \"x.*\"");
        };
    }

    private String dates() {
        return random.nextInt(4) == 0
                ? call(pick(DATES))
                : call(pick(DATES), "abs(" + floats() + ") < 1000000");
    }

    private String histograms(int depth) {
        String vector =
                switch (random.nextInt(6)) {
                    case 0 -> RandomData.BUCKETS + conditions();
                    case 1 -> "rate(" + RandomData.BUCKETS + "[5m])";
                    case 2 -> "sum by (le, g) (increase(" + RandomData.BUCKETS + "[5m]))";
                    case 3 -> pick(RandomData.HISTOGRAMS) + conditions() + shift();
                    case 4 -> "sum by (g) (rate(" + pick(RandomData.HISTOGRAMS) + "[5m]))";
                    default -> vector(depth - 1);
                };
        return switch (random.nextInt(5)) {
            case 0 -> call(pick(OF_HISTOGRAMS), vector);
            case 1 ->
                    call(
                            "histogram_fraction",
                            pick("0", "-Inf", "0.7", "1", "NaN"),
                            pick("1", "+Inf", "2", "0.6"),
                            vector);
            case 2 ->
                    call(
                            "histogram_quantiles",
                            vector,
                            "\"q\"",
                            "0.5",
                            pick("0.1", "1", "2", "0.99"));
            default -> call("histogram_quantile", quantile(), vector);
        };
    }

    private String info(int depth) {
        String base = "a_total{instance=~\"i.*\"}";
        String vector =
                pick(
                        base + shift(),
                        "rate(" + base + "[5m]" + shift() + ")",
                        "sum by (instance, job) (" + base + ")",
                        "(" + base + " or build_info)",
                        depth > 2 ? "last_over_time(" + base + "[3m:1m]" + shift() + ")" : base);
        return pick(
                call("info", vector),
                call("info", vector, "{v=~\".*\"}"),
                call("info", vector, "{v=\"1\"}"),
                call("info", vector, "{__name__=\"build_info\"}"),
                call("info", vector, "{__name__=~\".+_info\", rev=~\".+\"}"),
                call("info", vector, "{__name__!=\"target_info\"}"));
    }
}
