package io.narthex.promql.test;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/// Numbers and durations as scripts write them: PromQL's literals, with a sign.
///
/// Thread safety: stateless.
final class ScriptNumbers {
    /// What Java reads exactly as PromQL does; a leading zero could mean octal.
    private static final Pattern PLAIN =
            Pattern.compile("(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private ScriptNumbers() {}

    /// The value of a number or duration literal, or null where the text is none.
    static @Nullable Double number(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        Double value = PLAIN.matcher(digits).matches() ? Double.valueOf(digits) : literal(digits);
        return value == null || !negative ? value : Double.valueOf(-value);
    }

    /// Milliseconds of a duration such as `5m`, or of a number of seconds.
    static long millis(String text, int line) {
        Double seconds = number(text.strip());
        if (seconds == null) {
            throw new ScriptException(line, "not a duration: " + text);
        }
        return Math.round(seconds * 1000);
    }

    /// How often something is repeated.
    static int times(String digits, int line) {
        if (digits.length() > 7) {
            throw new ScriptException(line, "too many samples: " + digits);
        }
        return Integer.parseInt(digits);
    }

    private static @Nullable Double literal(String text) {
        try {
            return PromqlParser.parse(text, ParserOptions.STABLE)
                            instanceof Expr.NumberLiteral(double value, _, _)
                    ? value
                    : null;
        } catch (ParseException _) {
            return null; // The caller says what it expected instead.
        }
    }
}
