package io.narthex.promql.parser;

import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.Token;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Bounds how deep a query's tree can become, on its tokens, before anything recursive touches it.
///
/// Each open parenthesis, brace or bracket is a level, and so is each operator within one: long
/// spines such as `1+1+…` and chains of signs are trees as deep as they are long. The bound is on
/// the sum over the levels that are open, which is never below the depth of the tree.
///
/// Thread safety: stateless.
final class DepthCheck {
    /// The deepest tree. A query written or generated for a dashboard has a depth below 100.
    static final int MAX_DEPTH = 1000;

    private DepthCheck() {}

    /// Returns the depth.
    ///
    /// @throws ParseException at the token with which the query becomes too deep
    static int check(List<Token> tokens, SourceText source) {
        Deque<Integer> enclosing = new ArrayDeque<>();
        int depth = 0;
        int levelStart = 0;
        int deepest = 0;
        for (Token token : tokens) {
            switch (token.getType()) {
                case PromqlGrammar.LEFT_PAREN,
                        PromqlGrammar.LEFT_BRACE,
                        PromqlGrammar.LEFT_BRACKET -> {
                    enclosing.push(levelStart);
                    levelStart = ++depth;
                }
                case PromqlGrammar.RIGHT_PAREN,
                        PromqlGrammar.RIGHT_BRACE,
                        PromqlGrammar.RIGHT_BRACKET -> {
                    depth = levelStart - 1;
                    levelStart = enclosing.isEmpty() ? 0 : enclosing.pop();
                    // Postfix forms such as `x[1m:][1m:]` nest without parentheses around them.
                    depth += token.getType() == PromqlGrammar.RIGHT_BRACKET ? 1 : 0;
                }
                case PromqlGrammar.COMMA -> depth = levelStart;
                default -> depth += isOperator(token.getType()) ? 1 : 0;
            }
            deepest = Math.max(deepest, depth);
            if (depth > MAX_DEPTH) {
                throw source.error(
                        "expression is nested deeper than " + MAX_DEPTH + " levels",
                        token.getStartIndex(),
                        token.getStopIndex() + 1);
            }
        }
        return deepest;
    }

    private static boolean isOperator(int type) {
        return switch (type) {
            case PromqlGrammar.ADD,
                    PromqlGrammar.SUB,
                    PromqlGrammar.MUL,
                    PromqlGrammar.DIV,
                    PromqlGrammar.MOD,
                    PromqlGrammar.POW,
                    PromqlGrammar.ATAN2,
                    PromqlGrammar.EQLC,
                    PromqlGrammar.NEQ,
                    PromqlGrammar.LTE,
                    PromqlGrammar.LSS,
                    PromqlGrammar.GTE,
                    PromqlGrammar.GTR,
                    PromqlGrammar.TRIM_UPPER,
                    PromqlGrammar.TRIM_LOWER,
                    PromqlGrammar.AND,
                    PromqlGrammar.OR,
                    PromqlGrammar.UNLESS,
                    PromqlGrammar.OFFSET,
                    PromqlGrammar.AT,
                    PromqlGrammar.ANCHORED,
                    PromqlGrammar.SMOOTHED ->
                    true;
            default -> false;
        };
    }
}
