package io.narthex.promql.parser;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The words of the language and whether they may be used, in Prometheus' categories `promql`,
/// `promql_operators` and `promql_functions`.
public final class LanguageFeatures {
    private static final String[] SYMBOLS = {"=~", "!~", "@"};

    private LanguageFeatures() {}

    /// All words by category.
    public static Map<String, Map<String, Boolean>> of(ParserOptions options) {
        return Map.of(
                "promql", modifiers(options),
                "promql_operators", operators(options),
                "promql_functions", functions(options));
    }

    private static Map<String, Boolean> modifiers(ParserOptions options) {
        Map<String, Boolean> modifiers = new TreeMap<>();
        for (String word :
                new String[] {
                    "offset",
                    "by",
                    "without",
                    "on",
                    "ignoring",
                    "group_left",
                    "group_right",
                    "bool",
                    "duration_expr"
                }) {
            modifiers.put(word, true);
        }
        for (TimeShift.Extension extension : TimeShift.Extension.values()) {
            if (extension != TimeShift.Extension.NONE) {
                modifiers.put(
                        extension.name().toLowerCase(Locale.ROOT),
                        options.extendedRangeSelectors());
            }
        }
        for (String fill : new String[] {"fill", "fill_left", "fill_right"}) {
            modifiers.put(fill, options.binopFillModifiers());
        }
        return modifiers;
    }

    private static Map<String, Boolean> operators(ParserOptions options) {
        Map<String, Boolean> operators = new TreeMap<>();
        for (BinaryOp op : BinaryOp.values()) {
            operators.put(op.symbol(), true);
        }
        for (String symbol : SYMBOLS) {
            operators.put(symbol, true);
        }
        for (AggregateOp op : AggregateOp.values()) {
            operators.put(op.keyword(), !op.isExperimental() || options.experimentalFunctions());
        }
        return operators;
    }

    private static Map<String, Boolean> functions(ParserOptions options) {
        Map<String, Boolean> functions = new TreeMap<>();
        for (FunctionSignature function : Functions.all()) {
            functions.put(
                    function.name(), !function.experimental() || options.experimentalFunctions());
        }
        return functions;
    }
}
