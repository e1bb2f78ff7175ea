package io.narthex.promql.parser;

import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.Token;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Says in which construct a token was unexpected, and what could have stood there:
/// ` in label matching, expected string`.
///
/// Prometheus tells of the innermost construct that its grammar has words for. They follow from
/// the tokens before the unexpected one, which do begin a valid query.
///
/// Thread safety: for one thread.
final class SyntaxContext {
    private static final String DURATION = "number, duration, step(), or range()";

    /// What an open parenthesis, brace or bracket holds.
    private enum Holds {
        MATCHERS,
        DURATIONS,
        LABELS,
        LABELS_BEFORE_ARGUMENTS,
        ARGUMENTS_OF_AGGREGATION,
        OFFSET,
        TIME,
        ANYTHING
    }

    private final List<Token> tokens;
    private final int index;
    private final Deque<Holds> open = new ArrayDeque<>();

    /// Whether an aggregation stands here whose arguments have not come yet. `sum` alone may be a
    /// metric: it begins an aggregation with `by` or a parenthesis.
    private boolean argumentsToCome;

    /// Whether an aggregation's arguments ended here.
    private boolean argumentsEnded;

    /// Whether `by` or `without` stands here and belongs to an aggregation.
    private boolean groupingBegun;

    /// Where the innermost bracket and its colon, if any, stand.
    private int bracketAt;

    private int colonAt;

    private SyntaxContext(List<Token> tokens, int index) {
        this.tokens = tokens;
        this.index = index;
    }

    /// The context of a token, empty where there are no words for it.
    static String before(List<Token> tokens, int index) {
        SyntaxContext context = new SyntaxContext(tokens, index);
        for (int i = 0; i < index; i++) {
            context.read(i);
        }
        return context.words();
    }

    private int type(int i) {
        return i < 0 ? Token.INVALID_TYPE : tokens.get(i).getType();
    }

    private void read(int i) {
        switch (type(i)) {
            case PromqlGrammar.LEFT_BRACE -> open.push(Holds.MATCHERS);
            case PromqlGrammar.LEFT_BRACKET -> {
                open.push(Holds.DURATIONS);
                bracketAt = i;
                colonAt = -1;
            }
            case PromqlGrammar.LEFT_PAREN -> leftParen(i);
            case PromqlGrammar.RIGHT_BRACE,
                    PromqlGrammar.RIGHT_BRACKET,
                    PromqlGrammar.RIGHT_PAREN -> {
                Holds ended = open.pop();
                argumentsToCome = ended == Holds.LABELS_BEFORE_ARGUMENTS;
                argumentsEnded = ended == Holds.ARGUMENTS_OF_AGGREGATION;
            }
            case PromqlGrammar.COLON -> colonAt = i;
            default -> {
                argumentsToCome = isGrouping(type(i)) && isAggregation(type(i - 1));
                groupingBegun = isGrouping(type(i)) && (argumentsToCome || argumentsEnded);
                argumentsEnded = false;
            }
        }
    }

    private void leftParen(int i) {
        int previous = type(i - 1);
        if (takesLabels(previous)) {
            open.push(argumentsToCome ? Holds.LABELS_BEFORE_ARGUMENTS : Holds.LABELS);
        } else if (isAggregation(previous) || argumentsToCome) {
            open.push(Holds.ARGUMENTS_OF_AGGREGATION);
        } else if (isOffset(i)) {
            open.push(Holds.OFFSET);
        } else if (type(i - 2) == PromqlGrammar.AT) {
            open.push(Holds.TIME);
        } else {
            open.push(Holds.ANYTHING);
        }
        argumentsToCome = false;
        argumentsEnded = false;
    }

    /// Whether what comes at an index is still part of an offset, or the beginning of one.
    private boolean isOffset(int i) {
        int at = i - 1;
        if (isDurationCall(type(at))) {
            at--;
        }
        if (isSign(type(at))) {
            at--;
        }
        return type(at) == PromqlGrammar.OFFSET && isExpressionEnd(type(at - 1));
    }

    private String words() {
        int previous = type(index - 1);
        Holds innermost = open.peek();
        if (innermost == Holds.MATCHERS) {
            return " in label matching, expected " + inMatchers(previous);
        }
        if (innermost == Holds.LABELS || innermost == Holds.LABELS_BEFORE_ARGUMENTS) {
            boolean first = previous == PromqlGrammar.LEFT_PAREN || previous == PromqlGrammar.COMMA;
            return " in grouping opts, expected " + (first ? "label" : "\",\" or \")\"");
        }
        if (open.contains(Holds.DURATIONS)) {
            return inBrackets(innermost == Holds.DURATIONS && isOperandEnd(previous));
        }
        if ((isGrouping(previous) && groupingBegun) || isMatching(previous)) {
            return " in grouping opts, expected \"(\"";
        }
        if (isOffset(index)) {
            return " in offset, expected " + DURATION;
        }
        if (isAtTime()) {
            return " in @, expected timestamp";
        }
        return outward();
    }

    private boolean isAtTime() {
        int at = index - 1;
        if (isSign(type(at)) || type(at) == PromqlGrammar.START || type(at) == PromqlGrammar.END) {
            at--;
        }
        return type(at) == PromqlGrammar.AT;
    }

    /// The construct around, where the innermost one is only an expression.
    private String outward() {
        if (argumentsToCome) {
            return " in aggregation";
        }
        for (Holds holds : open) {
            switch (holds) {
                case ARGUMENTS_OF_AGGREGATION -> {
                    return " in aggregation";
                }
                case OFFSET -> {
                    return " in offset, expected " + DURATION;
                }
                case TIME -> {
                    return " in @, expected timestamp";
                }
                case MATCHERS, DURATIONS, LABELS, LABELS_BEFORE_ARGUMENTS, ANYTHING -> {}
            }
        }
        return "";
    }

    private String inMatchers(int previous) {
        return switch (previous) {
            case PromqlGrammar.IDENTIFIER -> "label matching operator";
            case PromqlGrammar.EQL,
                    PromqlGrammar.NEQ,
                    PromqlGrammar.EQL_REGEX,
                    PromqlGrammar.NEQ_REGEX ->
                    "string";
            case PromqlGrammar.STRING -> "\",\" or \"}\"";
            default -> "identifier or \"}\"";
        };
    }

    private String inBrackets(boolean complete) {
        if (colonAt < bracketAt) {
            return complete
                    ? " in subquery or range, expected \":\" or \"]\""
                    : " in subquery or range selector, expected " + DURATION;
        }
        return " in subquery selector, expected "
                + (complete ? "\"]\"" : "number, duration, step(), range(), or \"]\"");
    }

    private static boolean isOperandEnd(int type) {
        return type == PromqlGrammar.NUMBER
                || type == PromqlGrammar.DURATION
                || type == PromqlGrammar.RIGHT_PAREN;
    }

    /// Whether `offset` behind it is a modifier and no metric.
    private static boolean isExpressionEnd(int type) {
        return isOperandEnd(type)
                || type == PromqlGrammar.IDENTIFIER
                || type == PromqlGrammar.METRIC_IDENTIFIER
                || type == PromqlGrammar.STRING
                || type == PromqlGrammar.RIGHT_BRACE
                || type == PromqlGrammar.RIGHT_BRACKET
                || isAggregation(type);
    }

    private static boolean isSign(int type) {
        return type == PromqlGrammar.ADD || type == PromqlGrammar.SUB;
    }

    private static boolean isDurationCall(int type) {
        return switch (type) {
            case PromqlGrammar.STEP,
                    PromqlGrammar.RANGE,
                    PromqlGrammar.MAX_OF,
                    PromqlGrammar.MIN_OF ->
                    true;
            default -> false;
        };
    }

    private static boolean isAggregation(int type) {
        return type >= PromqlGrammar.SUM && type <= PromqlGrammar.LIMIT_RATIO;
    }

    private static boolean isGrouping(int type) {
        return type == PromqlGrammar.BY || type == PromqlGrammar.WITHOUT;
    }

    private static boolean isMatching(int type) {
        return type == PromqlGrammar.ON || type == PromqlGrammar.IGNORING;
    }

    private static boolean takesLabels(int type) {
        return isGrouping(type)
                || isMatching(type)
                || type == PromqlGrammar.GROUP_LEFT
                || type == PromqlGrammar.GROUP_RIGHT;
    }
}
