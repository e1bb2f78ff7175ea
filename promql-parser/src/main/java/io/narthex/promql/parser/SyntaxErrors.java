package io.narthex.promql.parser;

import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

import java.nio.charset.StandardCharsets;

/// Ends parsing at the first token that fits nowhere, with a text in Prometheus' form:
/// `unexpected identifier "b" in label matching, expected string`.
///
/// Thread safety: for one parser.
final class SyntaxErrors extends DefaultErrorStrategy {
    private static final int SHOWN = 10;

    private final SourceText source;
    private final PromqlLexer.Result lexed;

    SyntaxErrors(SourceText source, PromqlLexer.Result lexed) {
        this.source = source;
        this.lexed = lexed;
    }

    @Override
    public void recover(Parser recognizer, RecognitionException e) {
        throw error(e.getOffendingToken());
    }

    @Override
    public Token recoverInline(Parser recognizer) {
        throw error(new InputMismatchException(recognizer).getOffendingToken());
    }

    @Override
    public void sync(Parser recognizer) {
        // No resynchronisation: the first error is the only one shown.
    }

    @Override
    public void reportError(Parser recognizer, RecognitionException e) {
        throw error(e.getOffendingToken());
    }

    private ParseException error(Token token) {
        ParseException failure = lexed.failure();
        if (token.getType() == Token.INVALID_TYPE && failure != null) {
            return failure;
        }
        String message =
                "unexpected "
                        + describe(token)
                        + SyntaxContext.before(lexed.tokens(), token.getTokenIndex());
        return source.error(message, token.getStartIndex(), token.getStopIndex() + 1);
    }

    /// A token as Prometheus names it.
    private static String describe(Token token) {
        String text = token.getText();
        int type = token.getType();
        return switch (type) {
            case Token.EOF -> "end of input";
            case PromqlGrammar.IDENTIFIER -> "identifier " + GoStrings.quote(text);
            case PromqlGrammar.METRIC_IDENTIFIER -> "metric identifier " + GoStrings.quote(text);
            case PromqlGrammar.STRING -> "string " + quoteStart(text);
            case PromqlGrammar.NUMBER -> "number " + quoteStart(text);
            case PromqlGrammar.DURATION -> "duration " + quoteStart(text);
            case PromqlGrammar.EQL -> GoStrings.quote(text);
            default -> {
                if (type >= PromqlGrammar.ADD && type <= PromqlGrammar.UNLESS) {
                    yield "<op:" + text + ">";
                }
                if (type >= PromqlGrammar.SUM && type <= PromqlGrammar.LIMIT_RATIO) {
                    yield "<aggr:" + text + ">";
                }
                boolean keyword = type >= PromqlGrammar.OFFSET && type <= PromqlGrammar.BOOL;
                yield keyword ? "<" + text + ">" : quoteStart(text);
            }
        };
    }

    /// At most ten characters of a text.
    private static String quoteStart(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= SHOWN) {
            return GoStrings.quote(text);
        }
        int shown =
                text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length())));
        return GoStrings.quote(text.substring(0, shown)) + "...";
    }
}
