package io.narthex.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The table in `parse-errors.txt` has every error of Prometheus' lexer, grammar and type checker
/// that a query can provoke. These can't be:
///
/// - `error unquoting string`: the lexer has checked the escapes already.
/// - `set operations must always be many-to-many`, `binary expression does not support operator`,
///   `aggregation operator expected`, `only + and - operators allowed for unary expressions`,
///   `unknown node type`, `expression must have a valid expression type`, `invalid operator`:
///   guards against trees that the grammar does not make.
/// - `experimental duration expression is not enabled`: they are stable since 3.14.
/// - what concerns series descriptions and histograms of test scripts: not part of queries.
///
/// Of several errors Prometheus shows that which it meets first while it reads. Here too, but for
/// one thing: an error in the text comes before any error in the meaning of what stands before it.
class ParseErrorTest {
    @ParameterizedTest
    @CsvFileSource(
            resources = "parse-errors.txt",
            delimiter = '|',
            quoteCharacter = '§',
            maxCharsPerColumn = 1_000_000)
    void invalidQuery_namesPlaceAndReason(String query, String message) {
        String text = query.replace("⏎", "\n");
        assertThatThrownBy(() -> PromqlParser.parse(text, ParserOptions.ALL))
                .isInstanceOf(ParseException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abs(info(x)) | 1:5: parse error: function \"info\" is not enabled",
                "min_of(1, 2) | 1:1: parse error: function \"min_of\" is not enabled",
                "a + end() | 1:5: parse error: function \"end\" is not enabled",
                "LIMITK(1, x) | 1:1: parse error: limitk() is experimental and must be enabled with"
                        + " --enable-feature=promql-experimental-functions",
                "limit_ratio(x) | 1:1: parse error: limit_ratio() is experimental and must be"
                        + " enabled with --enable-feature=promql-experimental-functions",
                "limitk() | 1:1: parse error: no arguments for aggregate expression provided",
                "x anchored | 1:1: parse error: anchored modifier is experimental and not enabled",
                "1 SMOOTHED | 1:1: parse error: smoothed modifier is experimental and not enabled",
                "sum(a * fill_left(1) b) | 1:5: parse error: binop fill modifiers are experimental"
                        + " and not enabled",
            })
    void experimentalPart_namesItsFlag(String query, String message) {
        assertThatThrownBy(() -> PromqlParser.parse(query, ParserOptions.STABLE))
                .isInstanceOf(ParseException.class)
                .hasMessage(message);
    }

    @Test
    void position_countsLinesAndBytes() {
        assertThatThrownBy(() -> PromqlParser.parse("a +\n{'é'} + )", ParserOptions.STABLE))
                .hasMessageStartingWith("2:11: parse error: unexpected right parenthesis");
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
        assertThat(PromqlParser.parseSelector("{}")).isEmpty();
        assertThat(PromqlParser.parseSelector("sum")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "up[5m]       | 1:3: parse error: unexpected \"[\"",
                "up offset 5m | 1:4: parse error: unexpected <offset>",
                "sum(up)      | 1:4: parse error: unexpected \"(\"",
                "(            | 1:1: parse error: unexpected \"(\"",
                "1            | 1:1: parse error: unexpected number \"1\"",
                "up up        | 1:4: parse error: unexpected identifier \"up\"",
                "``           | unknown position: parse error: unexpected end of input",
            })
    void selector_elsewhereSaysWhatItIsNot(String selector, String message) {
        assertThatThrownBy(() -> PromqlParser.parseSelector(selector))
                .isInstanceOf(ParseException.class)
                .hasMessage(message);
    }
}
