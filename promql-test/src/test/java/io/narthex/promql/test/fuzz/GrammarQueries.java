package io.narthex.promql.test.fuzz;

import static io.narthex.promql.test.fuzz.Pieces.pick;

import java.util.List;
import java.util.random.RandomGenerator;

/// Queries of the right form, nearly always, with hostile values in them.
///
/// Thread safety: for one thread.
final class GrammarQueries {
    /// A function and the kinds of its arguments: **v**ector, **m**atrix, **s**calar, te**x**t.
    private static final List<String> FUNCTIONS =
            Pieces.words(
                    """
                    abs:v ceil:v exp:v sqrt:v ln:v log2:v sgn:v sin:v acosh:v deg:v absent:v
                    timestamp:v sort:v sort_desc:v histogram_count:v histogram_sum:v
                    histogram_avg:v histogram_stddev:v histogram_stdvar:v count_over_time:m
                    sum_over_time:m avg_over_time:m stddev_over_time:m stdvar_over_time:m
                    absent_over_time:m present_over_time:m min_over_time:m max_over_time:m
                    last_over_time:m first_over_time:m rate:m increase:m delta:m irate:m idelta:m
                    deriv:m changes:m resets:m minute:v hour:v month:v year:v days_in_month:v
                    day_of_month:v day_of_week:v day_of_year:v clamp:vss clamp_min:vs clamp_max:vs
                    round:v round:vs vector:s quantile_over_time:sm predict_linear:ms
                    label_replace:vxxxx label_join:vxx label_join:vxxx label_join:vxxxxx
                    histogram_quantile:sv histogram_fraction:ssv mad_over_time:m
                    ts_of_first_over_time:m ts_of_last_over_time:m ts_of_max_over_time:m
                    ts_of_min_over_time:m double_exponential_smoothing:mss sort_by_label:vx
                    sort_by_label_desc:vx info:v info:vi start_timestamp:v histogram_quantiles:vxs
                    histogram_quantiles:vxsss
                    """);
    private static final List<String> AGGREGATES =
            Pieces.words(
                    """
                    sum:v avg:v count:v min:v max:v group:v stddev:v stdvar:v topk:sv bottomk:sv
                    count_values:xv quantile:sv limitk:sv limit_ratio:sv
                    """);
    private static final List<String> OPERATORS =
            Pieces.words(
                    """
                    + - * / % ^ atan2 == != < <= > >= >bool ==bool and or unless </ >/
                    """);
    private static final List<String> MATCHES = List.of("=", "!=", "=~", "!~");

    private final RandomGenerator random;

    GrammarQueries(RandomGenerator random) {
        this.random = random;
    }

    /// A query of any type.
    String any(int depth) {
        return switch (random.nextInt(14)) {
            case 0 -> scalar(depth);
            case 1 -> matrix(depth);
            case 2 -> Pieces.string(random);
            default -> vector(depth);
        };
    }

    private String vector(int depth) {
        if (depth <= 0) {
            return selector();
        }
        return switch (random.nextInt(10)) {
            case 0 -> selector();
            case 1 -> "(" + vector(depth - 1) + ")";
            case 2 -> (random.nextBoolean() ? "-" : "+") + vector(depth - 1);
            case 3, 4 -> binary(depth);
            case 5, 6 -> aggregate(depth);
            default -> call(depth);
        };
    }

    private String binary(int depth) {
        int scalars = random.nextInt(8);
        String left = scalars == 0 ? scalar(depth - 1) : vector(depth - 1);
        String right = scalars == 1 ? scalar(depth - 1) : vector(depth - 1);
        String matching = scalars > 1 || random.nextInt(9) == 0 ? matching() : "";
        return left + " " + pick(random, OPERATORS) + " " + matching + right;
    }

    private String matching() {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(2) == 0) {
            text.append(random.nextBoolean() ? "on " : "ignoring ").append(labels());
            if (random.nextInt(2) == 0) {
                text.append(random.nextBoolean() ? "group_left " : "group_right ");
                text.append(random.nextBoolean() ? labels() : "");
            }
        }
        if (random.nextInt(6) == 0) {
            text.append(pick(random, List.of("fill ", "fill_left ", "fill_right ")));
            text.append("(").append(Pieces.number(random)).append(") ");
        }
        return text.toString();
    }

    private String labels() {
        StringBuilder text = new StringBuilder("(");
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(Pieces.label(random)).append(i > 1 ? ", " : "");
        }
        return text.append(") ").toString();
    }

    private String aggregate(int depth) {
        String[] parts = pick(random, AGGREGATES).split(":");
        String grouping =
                random.nextBoolean()
                        ? (random.nextBoolean() ? " by " : " without ") + labels()
                        : "";
        return parts[0] + grouping + "(" + arguments(parts[1], depth) + ")";
    }

    private String call(int depth) {
        String[] parts = pick(random, FUNCTIONS).split(":");
        return parts[0] + "(" + arguments(parts[1], depth) + ")";
    }

    private String arguments(String kinds, int depth) {
        StringBuilder text = new StringBuilder();
        for (char kind : kinds.toCharArray()) {
            text.append(text.isEmpty() ? "" : ", ");
            text.append(
                    switch (kind) {
                        case 'v' -> vector(depth - 1);
                        case 'm' -> matrix(depth - 1);
                        case 's' -> scalar(depth - 1);
                        case 'i' -> "{" + matchers() + "}";
                        default -> Pieces.string(random);
                    });
        }
        return text.toString();
    }

    private String scalar(int depth) {
        if (depth <= 0) {
            return Pieces.number(random);
        }
        return switch (random.nextInt(9)) {
            case 0 -> "scalar(" + vector(depth - 1) + ")";
            case 1 ->
                    pick(
                            random,
                            List.of("time()", "pi()", "start()", "end()", "step()", "range()"));
            case 2 -> "-" + scalar(depth - 1);
            case 3 ->
                    "("
                            + scalar(depth - 1)
                            + " "
                            + pick(random, OPERATORS)
                            + " "
                            + scalar(depth - 1)
                            + ")";
            case 4 -> "max_of(" + scalar(depth - 1) + ", " + scalar(depth - 1) + ")";
            default -> Pieces.number(random);
        };
    }

    private String matrix(int depth) {
        String range = Pieces.duration(random);
        if (depth <= 0 || random.nextInt(3) > 0) {
            return pick(random, Pieces.METRICS) + braces() + "[" + range + "]" + shift();
        }
        String step = random.nextInt(3) == 0 ? "" : Pieces.duration(random);
        String inner = random.nextInt(5) == 0 ? scalar(depth - 1) : vector(depth - 1);
        return "(" + inner + ")[" + range + ":" + step + "]" + shift();
    }

    private String selector() {
        return (random.nextInt(9) == 0
                        ? "{" + matchers() + "}"
                        : pick(random, Pieces.METRICS) + braces())
                + shift();
    }

    private String braces() {
        return random.nextInt(3) == 0 ? "{" + matchers() + "}" : "";
    }

    private String matchers() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(Pieces.label(random)).append(pick(random, MATCHES));
            text.append(Pieces.string(random)).append(i > 1 ? "," : "");
        }
        return text.toString();
    }

    private String shift() {
        return switch (random.nextInt(12)) {
            case 0 -> " offset " + Pieces.duration(random);
            case 1 -> " @ " + Pieces.time(random);
            case 2 -> " offset " + Pieces.duration(random) + " @ " + Pieces.time(random);
            case 3 -> random.nextBoolean() ? " anchored" : " smoothed";
            default -> "";
        };
    }
}
