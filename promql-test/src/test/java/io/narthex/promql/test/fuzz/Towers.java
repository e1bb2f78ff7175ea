package io.narthex.promql.test.fuzz;

import static io.narthex.promql.test.fuzz.Pieces.pick;

import java.util.List;
import java.util.random.RandomGenerator;

/// Queries that are large in one direction: deep, long, or with one huge part.
///
/// Thread safety: for one thread.
final class Towers {
    private final RandomGenerator random;

    Towers(RandomGenerator random) {
        this.random = random;
    }

    /// A query whose size is about `size` in something.
    String next(int size) {
        String inner = pick(random, List.of("g", "1", "c_total", "sum(h)", "rate(c_total[5m])"));
        return switch (random.nextInt(22)) {
            case 0 ->
                    "(".repeat(size) + inner + ")".repeat(random.nextInt(3) == 0 ? size - 1 : size);
            case 1 -> pick(random, List.of("-", "+", "- ", "-+")).repeat(size) + inner;
            case 2 ->
                    chain(
                            inner,
                            size,
                            pick(random, List.of("+", "-", "*", "/", "and", "or", "%", ">")));
            case 3 -> chain(inner, size, "^");
            case 4 -> chain("-" + inner, size, "^ -");
            case 5 ->
                    nested(
                            pick(random, List.of("abs(", "sum(", "sort(", "-(", "1 + (")),
                            inner,
                            size);
            case 6 -> nested("sum by (i) (", inner, size);
            case 7 -> inner + pick(random, List.of("[5m:1m]", "[1m:]", "[1h:1ms]")).repeat(size);
            case 8 -> nested("max_over_time((", inner, size, ")[2m:1m])");
            case 9 -> "g" + " offset 1m".repeat(size);
            case 10 -> "g" + " @ 1".repeat(size);
            case 11 -> "g{" + ("i=\"" + "a".repeat(random.nextInt(9)) + "\",").repeat(size) + "}";
            case 12 -> "sum by (" + "i,".repeat(size) + "i) (g)";
            case 13 -> "g{i=~\"" + "(".repeat(size) + "a" + ")*".repeat(size) + "\"}";
            case 14 -> "g{i=~\"" + "a?".repeat(size) + "a".repeat(size) + "\"}";
            case 15 -> "g{i=~\"" + "a|bc|".repeat(size) + "\"}";
            case 16 ->
                    "\""
                            + pick(random, List.of("\\u1234", "\\x41", "\\n", "\\", "é", "x"))
                                    .repeat(size)
                            + "\"";
            case 17 -> "label_join(g, \"i\"" + ", \"i\"".repeat(size) + ")";
            case 18 -> pick(random, List.of("9", "1_", "0x", "1e", ".", "1h")).repeat(size);
            case 19 ->
                    pick(random, List.of("#\n", " ", "{", "[", "\"", ",", "g ", "\0", "and "))
                            .repeat(size);
            case 20 ->
                    "g[" + pick(random, List.of("(", "-", "1+", "max_of(1,")).repeat(size) + "1m]";
            default -> nested("label_replace(", "g", size, ", \"i\", \"$1$1\", \"i\", \"(.*)\")");
        };
    }

    private static String chain(String part, int size, String operator) {
        return (part + " " + operator + " ").repeat(size) + part;
    }

    private static String nested(String open, String inner, int size) {
        return nested(open, inner, size, ")");
    }

    private static String nested(String open, String inner, int size, String close) {
        return open.repeat(size) + inner + close.repeat(size);
    }
}
