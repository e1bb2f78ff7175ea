package io.narthex.promql.parser;

import io.narthex.model.LabelMatcher;
import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/// Turns PromQL text into a checked [Expr].
///
/// Thread safety: stateless.
public final class PromqlParser {
    /// Shallower trees, which all but generated queries are, fit half the smallest usual stack.
    private static final int DEPTH_ON_ANY_STACK = 100;

    /// Measured: the deepest trees take some two megabytes, more with instrumented classes.
    private static final long DEEP_STACK_BYTES = 32L << 20;

    private PromqlParser() {}

    /// Parses and type-checks an expression.
    ///
    /// @throws ParseException if the text is not valid; it names the place
    public static Expr parse(String query, ParserOptions options) {
        return parse(new SourceText(query), options);
    }

    private static Expr parse(SourceText source, ParserOptions options) {
        PromqlLexer.Result lexed = PromqlLexer.tokens(source);
        if (lexed.tokens().size() == 1) {
            throw source.error("no expression found in input", 0, 0);
        }
        int depth = DepthCheck.check(lexed.tokens(), source);
        Callable<Expr> parse = () -> parse(lexed, source, options);
        return depth > DEPTH_ON_ANY_STACK
                ? onDeepStack(parse, source)
                : parse(lexed, source, options);
    }

    private static Expr parse(PromqlLexer.Result lexed, SourceText source, ParserOptions options) {
        ExprBuilder builder = new ExprBuilder(source, options);
        Expr expr = builder.build(tree(lexed, source, PromqlGrammar::query).expr());
        new TypeChecker(source, builder.scalarMatchings()).check(expr);
        return expr;
    }

    /// Runs in a thread of its own whose stack holds the deepest tree, whatever the caller's does.
    private static Expr onDeepStack(Callable<Expr> parse, SourceText source) {
        FutureTask<Expr> task = new FutureTask<>(parse);
        Thread thread = new Thread(null, task, "narthex-promql-parser", DEEP_STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw source.error("interrupted while parsing", 0, source.length());
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException("BUG: parsing failed", e);
            }
        }
    }

    /// Parses a bare selector such as `up{job="a"}`, as `match[]` takes it. As in Prometheus it may
    /// be one that everything satisfies, such as `{}`, and name a metric twice.
    ///
    /// @throws ParseException if the text is anything else
    public static List<LabelMatcher> parseSelector(String selector) {
        SourceText source = new SourceText(selector);
        PromqlLexer.Result lexed = PromqlLexer.tokens(source);
        ExprBuilder builder = new ExprBuilder(source, ParserOptions.STABLE);
        return builder.build(tree(lexed, source, PromqlGrammar::selector)).matchers();
    }

    /// SLL prediction handles every valid query; only when it gives up does full LL decide whether
    /// the text is really wrong, and where.
    private static <T> T tree(
            PromqlLexer.Result lexed, SourceText source, Function<PromqlGrammar, T> start) {
        List<Token> tokens = lexed.tokens();
        PromqlGrammar parser = parser(tokens);
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.setErrorHandler(new BailErrorStrategy());
        try {
            return start.apply(parser);
        } catch (ParseCancellationException e) {
            PromqlGrammar thorough = parser(tokens);
            thorough.getInterpreter().setPredictionMode(PredictionMode.LL);
            thorough.setErrorHandler(new SyntaxErrors(source, lexed));
            return start.apply(thorough);
        }
    }

    private static PromqlGrammar parser(List<Token> tokens) {
        PromqlGrammar parser =
                new PromqlGrammar(new CommonTokenStream(new ListTokenSource(tokens)));
        parser.removeErrorListeners();
        return parser;
    }
}
