package io.narthex.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/// Whatever the text, the parser answers with a tree or a [ParseException], and what it prints it
/// also reads.
class ParserFuzzTest {
    private static final List<String> PIECES =
            List.of(
                    "x",
                    "up",
                    "sum",
                    "rate",
                    "topk",
                    "by",
                    "without",
                    "on",
                    "ignoring",
                    "bool",
                    "group_left",
                    "fill",
                    "fill_left",
                    "offset",
                    "@",
                    "start",
                    "end",
                    "step",
                    "anchored",
                    "and",
                    "or",
                    "unless",
                    "atan2",
                    "(",
                    ")",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "+",
                    "-",
                    "*",
                    "/",
                    "%",
                    "^",
                    "==",
                    "!=",
                    "<=",
                    "</",
                    "=~",
                    "!~",
                    "=",
                    "'a'",
                    "\"b\"",
                    "`c`",
                    "1",
                    "5m",
                    "0x1f",
                    "1e3",
                    "inf",
                    "nan",
                    "#",
                    "\n",
                    "le",
                    "0.9",
                    "1h30m",
                    "é",
                    "\\",
                    "'\\x41'",
                    "max_of",
                    "range",
                    ".5");
    private static final String[] VECTORS = {"x", "y{a=\"b\"}", "{__name__=~\"a.+\"}", "sum"};
    private static final String[] BINARY = {
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "atan2",
        "> bool",
        "==",
        "<",
        "and",
        "or",
        "unless",
        "+ on (a)",
        "* ignoring (b) group_left (c)",
        "- fill (0)",
        "and on ()"
    };

    @Test
    void tokenSoup_givesATreeOrAParseException() {
        Seeds.forEach(3000, seed -> parse(soup(Seeds.random(seed))));
    }

    @Test
    void randomBytes_giveATreeOrAParseException() {
        Seeds.forEach(
                3000,
                seed -> {
                    byte[] bytes = new byte[(int) (seed % 40)];
                    Seeds.random(seed).nextBytes(bytes);
                    parse(new String(bytes, StandardCharsets.UTF_8));
                    parse(new String(bytes, StandardCharsets.ISO_8859_1));
                    parse(new String(bytes, StandardCharsets.UTF_16BE));
                });
    }

    @Test
    void validQuery_isReadBackAsPrinted() {
        Seeds.forEach(
                2000,
                seed -> {
                    String query = vector(Seeds.random(seed), 4);
                    String printed =
                            ExprPrinter.print(PromqlParser.parse(query, ParserOptions.ALL));
                    assertThat(ExprPrinter.print(PromqlParser.parse(printed, ParserOptions.ALL)))
                            .as(query)
                            .isEqualTo(printed);
                });
    }

    private static void parse(String query) {
        try {
            assertThat(PromqlParser.parse(query, ParserOptions.ALL)).isNotNull();
        } catch (ParseException e) {
            assertThat(e.getMessage()).matches("(?s)(\\d+:\\d+|unknown position): parse error: .+");
        }
    }

    private static String soup(RandomGenerator random) {
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            query.append(PIECES.get(random.nextInt(PIECES.size())));
            query.append(random.nextInt(3) == 0 ? "" : " ");
        }
        return query.toString();
    }

    private static String vector(RandomGenerator r, int depth) {
        if (depth == 0) {
            return VECTORS[r.nextInt(VECTORS.length)] + shift(r);
        }
        return switch (r.nextInt(8)) {
            case 0 -> "(" + vector(r, depth - 1) + ")";
            case 1 -> "-" + vector(r, depth - 1);
            case 2 -> "sum by (a, \"b.c\") (" + vector(r, depth - 1) + ")";
            case 3 -> "topk(" + r.nextInt(9) + ", " + vector(r, depth - 1) + ")";
            case 4 ->
                    "rate(" + VECTORS[r.nextInt(3)] + "[" + r.nextInt(1, 9) + "m]" + shift(r) + ")";
            case 5 -> "max_over_time((" + vector(r, depth - 1) + ")[1h:5m]" + shift(r) + ")";
            case 6 -> "clamp(" + vector(r, depth - 1) + ", 1e-9, +Inf)";
            default ->
                    vector(r, depth - 1)
                            + " "
                            + BINARY[r.nextInt(BINARY.length)]
                            + " "
                            + vector(r, depth - 1);
        };
    }

    private static String shift(RandomGenerator r) {
        return switch (r.nextInt(5)) {
            case 0 -> " offset 5m";
            case 1 -> " @ 17.5";
            case 2 -> " offset -1h30m @ end()";
            default -> "";
        };
    }
}
