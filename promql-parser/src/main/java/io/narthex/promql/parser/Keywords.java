package io.narthex.promql.parser;

import io.narthex.promql.parser.grammar.PromqlGrammar;

import java.util.Locale;
import java.util.Map;

/// The words that are more than names. All are case-insensitive.
///
/// Thread safety: immutable.
final class Keywords {
    private static final Map<String, Integer> WORDS =
            Map.ofEntries(
                    Map.entry("and", PromqlGrammar.AND),
                    Map.entry("or", PromqlGrammar.OR),
                    Map.entry("unless", PromqlGrammar.UNLESS),
                    Map.entry("atan2", PromqlGrammar.ATAN2),
                    Map.entry("sum", PromqlGrammar.SUM),
                    Map.entry("avg", PromqlGrammar.AVG),
                    Map.entry("count", PromqlGrammar.COUNT),
                    Map.entry("min", PromqlGrammar.MIN),
                    Map.entry("max", PromqlGrammar.MAX),
                    Map.entry("group", PromqlGrammar.GROUP),
                    Map.entry("stddev", PromqlGrammar.STDDEV),
                    Map.entry("stdvar", PromqlGrammar.STDVAR),
                    Map.entry("topk", PromqlGrammar.TOPK),
                    Map.entry("bottomk", PromqlGrammar.BOTTOMK),
                    Map.entry("count_values", PromqlGrammar.COUNT_VALUES),
                    Map.entry("quantile", PromqlGrammar.QUANTILE),
                    Map.entry("limitk", PromqlGrammar.LIMITK),
                    Map.entry("limit_ratio", PromqlGrammar.LIMIT_RATIO),
                    Map.entry("offset", PromqlGrammar.OFFSET),
                    Map.entry("anchored", PromqlGrammar.ANCHORED),
                    Map.entry("smoothed", PromqlGrammar.SMOOTHED),
                    Map.entry("by", PromqlGrammar.BY),
                    Map.entry("without", PromqlGrammar.WITHOUT),
                    Map.entry("on", PromqlGrammar.ON),
                    Map.entry("ignoring", PromqlGrammar.IGNORING),
                    Map.entry("group_left", PromqlGrammar.GROUP_LEFT),
                    Map.entry("group_right", PromqlGrammar.GROUP_RIGHT),
                    Map.entry("fill", PromqlGrammar.FILL),
                    Map.entry("fill_left", PromqlGrammar.FILL_LEFT),
                    Map.entry("fill_right", PromqlGrammar.FILL_RIGHT),
                    Map.entry("bool", PromqlGrammar.BOOL),
                    Map.entry("start", PromqlGrammar.START),
                    Map.entry("end", PromqlGrammar.END),
                    Map.entry("step", PromqlGrammar.STEP),
                    Map.entry("range", PromqlGrammar.RANGE),
                    Map.entry("max_of", PromqlGrammar.MAX_OF),
                    Map.entry("min_of", PromqlGrammar.MIN_OF),
                    Map.entry("inf", PromqlGrammar.NUMBER),
                    Map.entry("nan", PromqlGrammar.NUMBER));

    private Keywords() {}

    /// The token type of a word.
    static int type(String word) {
        Integer type = WORDS.get(word.toLowerCase(Locale.ROOT));
        return type == null ? PromqlGrammar.IDENTIFIER : type;
    }

    /// The token type of a word inside brackets, where only duration functions are known.
    static int typeInBrackets(String word) {
        int type = type(word);
        return switch (type) {
            case PromqlGrammar.STEP,
                    PromqlGrammar.RANGE,
                    PromqlGrammar.MAX_OF,
                    PromqlGrammar.MIN_OF ->
                    type;
            default -> PromqlGrammar.IDENTIFIER;
        };
    }

    static boolean isFill(int type) {
        return type == PromqlGrammar.FILL
                || type == PromqlGrammar.FILL_LEFT
                || type == PromqlGrammar.FILL_RIGHT;
    }
}
