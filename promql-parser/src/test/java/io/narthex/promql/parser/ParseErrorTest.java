package io.narthex.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParseErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "§§ | 1:1: parse error: no expression found in input",
                "( | 1:2: parse error: unclosed left parenthesis",
                ") | 1:1: parse error: unexpected right parenthesis ')'",
                "x[5m | 1:5: parse error: unclosed left bracket",
                "x{ | 1:3: parse error: unexpected end of input inside braces",
                "x{{ | 1:3: parse error: unexpected left brace '{'",
                "\"abc | 1:1: parse error: unterminated quoted string",
                "1z | 1:1: parse error: bad number or duration syntax: \"1z\"",
                "1e400 | 1:1: parse error: error parsing number: strconv.ParseFloat: parsing"
                        + " \"1e400\": value out of range",
                "x[5mm] | 1:3: parse error: bad number or duration syntax: \"5mm\"",
                "a =~ b | 1:4: parse error: unexpected character after '=': '~'",
                "a ! b | 1:4: parse error: unexpected character after '!': ' '",
                "x{a=b} | 1:5: parse error: unexpected identifier \"b\" in label matching, expected"
                        + " string",
                "x{a} | 1:4: parse error: unexpected \"}\" in label matching, expected label"
                        + " matching operator",
                "x{a*'b'} | 1:4: parse error: unexpected character inside braces: '*'",
                "foo bar | 1:5: parse error: unexpected identifier \"bar\"",
                "foo or | 1:7: parse error: unexpected end of input",
                "* x | 1:1: parse error: unexpected <op:*>",
                "a - on(b) ignoring(c) d | 1:11: parse error: unexpected <ignoring>",
                "x[0] | 1:3: parse error: duration must be greater than 0",
                "sum(x)[5m] | 1:7: parse error: ranges only allowed for vector selectors",
                "x offset 1m[5m] | 1:12: parse error: no offset modifiers allowed before range",
                "x @ 1[5m] | 1:6: parse error: no @ modifiers allowed before range",
                "x offset 1m offset 2m | 1:1: parse error: offset may not be set multiple times",
                "x @ inf | 1:5: parse error: timestamp out of bounds for @ modifier: +Inf",
                "x[step():1m] | 1:9: parse error: unexpected colon before duration in duration"
                        + " expression",
                "{a=''} | 1:1: parse error: vector selector must contain at least one non-empty"
                        + " matcher",
                "rate({a=~'.*'}[5m]) | 1:6: parse error: vector selector must contain at least"
                        + " one non-empty matcher",
                "a{'b'} | 1:1: parse error: metric name must not be set twice: \"a\" or \"b\"",
                "1 == 1 | 1:3: parse error: comparisons between scalars must use BOOL modifier",
                "1 + bool 1 | 1:3: parse error: bool modifier can only be used on comparison"
                        + " operators",
                "1 and 1 | 1:3: parse error: set operator \"and\" not allowed in binary scalar"
                        + " expression",
                "a and on(x) group_left() b | 1:1: parse error: no grouping allowed for \"and\""
                        + " operation",
                "a + on(x) group_left(x) b | 1:1: parse error: label \"x\" must not occur in ON and"
                        + " GROUP clause at once",
                "a + on(x) 1 | 1:1: parse error: vector matching only allowed between instant"
                        + " vectors",
                "rate(x) | 1:6: parse error: expected type range vector in call to function"
                        + " \"rate\", got instant vector",
                "abs() | 1:1: parse error: expected 1 argument(s) in call to \"abs\", got 0",
                "round(x,1,2) | 1:1: parse error: expected at most 2 argument(s) in call to"
                        + " \"round\", got 3",
                "label_join(x) | 1:1: parse error: expected at least 3 argument(s) in call to"
                        + " \"label_join\", got 1",
                "RATE(x[5m]) | 1:1: parse error: unknown function with name \"RATE\"",
                "info(x) | 1:1: parse error: function \"info\" is not enabled",
                "limitk(1, x) | 1:1: parse error: limitk() is experimental and must be enabled with"
                        + " --enable-feature=promql-experimental-functions",
                "abs(x,) | 1:6: parse error: trailing commas not allowed in function call args",
                "sum() | 1:1: parse error: no arguments for aggregate expression provided",
                "topk(x) | 1:1: parse error: wrong number of arguments for aggregate expression"
                        + " provided, expected 2, got 1",
                "rate(x[5m])[5m:] + 'a' | 1:1: parse error: binary expression must contain only"
                        + " scalar and instant vector types",
                "-'a' | 1:1: parse error: unary expression only allowed on expressions of type"
                        + " scalar or instant vector, got \"string\"",
                "1[5m:] | 1:1: parse error: subquery is only allowed on instant vector, got scalar"
                        + " instead",
                "x anchored | 1:1: parse error: anchored modifier is experimental and not enabled",
                "x{a=~'('} | 1:3: parse error: invalid regular expression \"(\": missing closing )",
                "a\\nb | 1:2: parse error: unexpected character: '\\\\'",
            })
    void invalidQuery_namesPlaceAndReason(String query, String message) {
        assertThatThrownBy(() -> PromqlParser.parse(query, ParserOptions.STABLE))
                .isInstanceOf(ParseException.class)
                .hasMessage(message);
    }

    @Test
    void position_countsLinesAndBytes() {
        assertThatThrownBy(() -> PromqlParser.parse("a +\n{'é'} + )", ParserOptions.STABLE))
                .hasMessageStartingWith("2:10: parse error: unexpected right parenthesis");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(%s x %s)", "-", "1+", "2^", "x[1m:]", "sum(%s x %s)"})
    void deepQuery_isRefusedWithAPosition(String pattern) {
        String[] parts = pattern.split(" x ");
        int n = 100_000;
        String query =
                parts.length == 1
                        ? pattern.startsWith("x")
                                ? "x" + pattern.substring(1).repeat(n)
                                : pattern.repeat(n) + "1"
                        : parts[0].replace("%s", "").repeat(n)
                                + "x"
                                + parts[1].replace("%s", "").repeat(n);
        assertThatThrownBy(() -> PromqlParser.parse(query, ParserOptions.STABLE))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("nested deeper than 1000 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "+ 1", "^ 1", "sum("})
    void deepestAllowedQuery_parsesAndPrints(String pattern) {
        int n = 998;
        boolean opens = pattern.endsWith("(");
        String query =
                pattern.length() > 2 && !opens
                        ? "1 " + (pattern + " ").repeat(n)
                        : pattern.repeat(n) + "x" + (opens ? ")".repeat(n) : "");
        Expr expr = PromqlParser.parse(query, ParserOptions.STABLE);
        assertThat(ExprPrinter.print(expr)).hasSizeGreaterThan(n);
    }

    @Test
    void selector_takesNothingElse() {
        assertThat(PromqlParser.parseSelector("up{job='a'}")).hasSize(2);
        assertThatThrownBy(() -> PromqlParser.parseSelector("up[5m]"))
                .isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> PromqlParser.parseSelector("up offset 5m"))
                .isInstanceOf(ParseException.class);
    }
}
