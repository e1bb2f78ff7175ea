package io.narthex.promql.parser;

import io.narthex.model.LabelMatcher;

import java.util.List;

/// Turns PromQL text into a checked [Expr].
///
/// Thread safety: stateless.
public final class PromqlParser {
    private PromqlParser() {}

    /// Parses and type-checks an expression.
    ///
    /// @throws ParseException if the text is not valid; it names the place
    public static Expr parse(String query, ParserOptions options) {
        throw new ParseException(
                "1:1: parse error: not built yet", new PositionRange(0, query.length()));
    }

    /// Parses a bare selector such as `up{job="a"}`, as `match[]` takes it.
    ///
    /// @throws ParseException if the text is anything else
    public static List<LabelMatcher> parseSelector(String selector) {
        throw new ParseException(
                "1:1: parse error: not built yet", new PositionRange(0, selector.length()));
    }
}
