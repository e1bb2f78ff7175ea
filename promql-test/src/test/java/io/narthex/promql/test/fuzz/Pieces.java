package io.narthex.promql.test.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/// What random queries are made of: words, and values at the borders of everything.
final class Pieces {
    /// Metrics of [FuzzStore], and one that nobody has.
    static final List<String> METRICS =
            words(
                    """
                    c_total g odd h nhcb b_bucket mixed target_info none
                    """);

    static final List<String> LABELS =
            words(
                    """
                    i g le job instance __name__ "a.b" "" é
                    """);

    static final List<String> NUMBERS =
            words(
                    """
                    0 1 2 -1 0.5 -0 NaN Inf -Inf 1e308 -1e308 1.7976931348623157e308 5e-324 1e400
                    9223372036854775807 9223372036854775808 -9223372036854775809 9007199254740993
                    2147483648 -2147483649 4294967296 0x7fffffffffffffff 0x1p-1074 1_000 +Inf 1e1_0
                    0b11 0o17 017 .5 5. 1e-400 1h 100000y 1ms
                    """);

    static final List<String> DURATIONS =
            words(
                    """
                    1ms 1s 15s 1m 5m 1h 1d 1w 1y 1000y 292y 106751d 9223372036s 9223372036854ms
                    9223372036854775807ms 0s 0 0.0001 0.001 300 1e9 9.2e9 1e18 1h30m 1y1ms -5m
                    -1000y step() range() step()+1s 2^40 -(1-2) 1/0 max_of(1m,step())
                    min_of(range(),1h) (5m) 1m%7s
                    """);

    static final List<String> TIMES =
            words(
                    """
                    0 60 -60 600.123 start() end() 9223372036854775.807 -9223372036854775.808
                    9223372036854775 1e15 -1e15 1e16 NaN 292277025311 Inf
                    """);

    static final List<String> STRINGS =
            words(
                    """
                    "" 'a' `b` "$1" "${1}x${name}$$" "(.*)" '(a+)+$' "(.*)(.*)(.*)(.*)"
                    "((a{0,100}){0,100}){0,100}" "[" "(?i:A)|.+" "\\xff" "\\u00e9" "\\U0010ffff"
                    "\\ud800" "\\0" "\\000" "\\q" '\uD83D\uDE00' "le" "__name__" "i" "x\\ny" ".*"
                    "a.b" "(?P<name>.)" "\\\\pL+" "x{1000}{1000}" "(?:(?:(?:a?){50}){50}){50}"
                    """);

    static final List<String> WORDS =
            words(
                    """
                    sum topk quantile count_values limitk limit_ratio by without on ignoring
                    group_left group_right fill fill_left bool offset @ start end step range
                    anchored smoothed and or unless atan2 rate info label_replace absent ( ) { } [
                    ] , : ; + - * / % ^ == != <= > </ >/ =~ !~ = ! # \\ " ' ` \0 \uD800 \uFFFD é $
                    {{ }}
                    """);

    private static final List<String> MILD_NUMBERS =
            List.of("0", "1", "2", "3", "0.5", "0.9", "60");
    private static final List<String> MILD_DURATIONS =
            List.of("30s", "1m", "5m", "10m", "1h", "7s");
    private static final List<String> MILD_STRINGS =
            List.of(
                    "\"i\"",
                    "\"g\"",
                    "\"new\"",
                    "\"1\"",
                    "\"(.*)\"",
                    "\"x$1\"",
                    "\"1|2\"",
                    "\".+\"");
    private static final List<String> MILD_LABELS = List.of("i", "g", "job", "instance", "le");

    private Pieces() {}

    /// The words of a text.
    static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    static <T> T pick(RandomGenerator random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    static String number(RandomGenerator random) {
        return random.nextInt(3) == 0 ? pick(random, NUMBERS) : pick(random, MILD_NUMBERS);
    }

    static String duration(RandomGenerator random) {
        return random.nextInt(4) == 0 ? pick(random, DURATIONS) : pick(random, MILD_DURATIONS);
    }

    static String time(RandomGenerator random) {
        return random.nextInt(3) == 0 ? pick(random, TIMES) : "" + random.nextInt(1_300);
    }

    static String string(RandomGenerator random) {
        return random.nextInt(3) == 0 ? pick(random, STRINGS) : pick(random, MILD_STRINGS);
    }

    static String label(RandomGenerator random) {
        return random.nextInt(6) == 0 ? pick(random, LABELS) : pick(random, MILD_LABELS);
    }

    /// Any word or value.
    static String any(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> pick(random, METRICS);
            case 2 -> pick(random, LABELS);
            case 3 -> pick(random, NUMBERS);
            case 4 -> pick(random, DURATIONS);
            case 5 -> pick(random, STRINGS);
            case 6 -> pick(random, TIMES);
            default -> pick(random, WORDS);
        };
    }
}
