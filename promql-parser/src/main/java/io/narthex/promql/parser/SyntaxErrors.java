package io.narthex.promql.parser;

import io.narthex.model.LabelsText;
import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

import java.util.Locale;

/// Ends parsing at the first token that fits nowhere, with a text in Prometheus' form:
/// `unexpected identifier "b" in label matching, expected string`.
///
/// Thread safety: for one parser.
final class SyntaxErrors extends DefaultErrorStrategy {
    private final SourceText source;

    SyntaxErrors(SourceText source) {
        this.source = source;
    }

    @Override
    public void recover(Parser recognizer, RecognitionException e) {
        throw error(recognizer, e.getOffendingToken());
    }

    @Override
    public Token recoverInline(Parser recognizer) {
        throw error(recognizer, new InputMismatchException(recognizer).getOffendingToken());
    }

    @Override
    public void sync(Parser recognizer) {
        // No resynchronisation: the first error is the only one shown.
    }

    @Override
    public void reportError(Parser recognizer, RecognitionException e) {
        throw error(recognizer, e.getOffendingToken());
    }

    private ParseException error(Parser parser, Token token) {
        String message = "unexpected " + describe(token) + context(parser);
        return source.error(message, token.getStartIndex(), token.getStopIndex() + 1);
    }

    /// Where the parser was, and what it could have used.
    private static String context(Parser parser) {
        return switch (parser.getContext().getRuleIndex()) {
            case PromqlGrammar.RULE_labelMatchers ->
                    " in label matching, expected identifier or \"}\"";
            case PromqlGrammar.RULE_labelMatcher -> inLabelMatcher(parser);
            case PromqlGrammar.RULE_groupingLabels -> " in grouping opts, expected \",\" or \")\"";
            case PromqlGrammar.RULE_groupingLabel -> " in grouping opts, expected label";
            case PromqlGrammar.RULE_offset ->
                    " in offset, expected number, duration, step(), or range()";
            case PromqlGrammar.RULE_atTime -> " in @, expected timestamp";
            case PromqlGrammar.RULE_durationExpr, PromqlGrammar.RULE_durationLiteral ->
                    " in subquery or range selector, expected number, duration, step(), or range()";
            case PromqlGrammar.RULE_grouping -> " in aggregation";
            default -> "";
        };
    }

    private static String inLabelMatcher(Parser parser) {
        int previous = parser.getInputStream().LT(-1).getType();
        return switch (previous) {
            case PromqlGrammar.IDENTIFIER, PromqlGrammar.STRING ->
                    " in label matching, expected label matching operator";
            case PromqlGrammar.EQL,
                    PromqlGrammar.NEQ,
                    PromqlGrammar.EQL_REGEX,
                    PromqlGrammar.NEQ_REGEX ->
                    " in label matching, expected string";
            default -> " in label matching, expected identifier or \"}\"";
        };
    }

    /// A token as Prometheus names it.
    private static String describe(Token token) {
        String text = token.getText();
        return switch (token.getType()) {
            case Token.EOF -> "end of input";
            case PromqlGrammar.IDENTIFIER -> "identifier " + quote(text);
            case PromqlGrammar.METRIC_IDENTIFIER -> "metric identifier " + quote(text);
            case PromqlGrammar.STRING -> "string " + quote(text);
            case PromqlGrammar.NUMBER -> "number " + quote(text);
            case PromqlGrammar.DURATION -> "duration " + quote(text);
            case PromqlGrammar.LEFT_PAREN,
                    PromqlGrammar.RIGHT_PAREN,
                    PromqlGrammar.LEFT_BRACE,
                    PromqlGrammar.RIGHT_BRACE,
                    PromqlGrammar.LEFT_BRACKET,
                    PromqlGrammar.RIGHT_BRACKET,
                    PromqlGrammar.COMMA,
                    PromqlGrammar.COLON,
                    PromqlGrammar.EQL ->
                    quote(text);
            default -> "<" + kind(token.getType()) + text.toLowerCase(Locale.ROOT) + ">";
        };
    }

    private static String kind(int type) {
        if (type >= PromqlGrammar.SUM && type <= PromqlGrammar.LIMIT_RATIO) {
            return "aggr:";
        }
        return type >= PromqlGrammar.ADD && type <= PromqlGrammar.UNLESS ? "op:" : "";
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder();
        LabelsText.quote(out, text);
        return out.toString();
    }
}
