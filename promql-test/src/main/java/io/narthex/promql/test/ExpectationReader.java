package io.narthex.promql.test;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.promql.test.Expectation.Message;
import io.narthex.promql.test.Expectation.Notes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the lines below an evaluation: directives, then the expected scalar or series.
final class ExpectationReader {
    private static final Pattern DIRECTIVE =
            Pattern.compile(
                    "expect\\s+(ordered|fail|warn|no_warn|info|no_info)"
                            + "(?:\\s+(msg|regex):\\s*(.*))?");
    private static final Pattern TEXT = Pattern.compile("expect\\s+string\\s+(.*)");
    private static final Pattern RANGE_VECTOR =
            Pattern.compile(
                    "expect\\s+range\\s+vector\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)");
    private static final Pattern OLD_FAIL =
            Pattern.compile("expected_fail_(message|regexp)\\s+(.*)");

    private final ScriptCommand.EvalTimes times;
    private final List<SeriesLine> series = new ArrayList<>();
    private final List<Message> warnings = new ArrayList<>();
    private final List<Message> infos = new ArrayList<>();
    private boolean ordered;
    private boolean noWarnings;
    private boolean noInfos;
    private @Nullable Message fail;
    private @Nullable String text;
    private @Nullable Double scalar;
    private ScriptCommand.@Nullable EvalTimes rangeVector;

    /// @param kind the suffix of the `eval` command, or null
    ExpectationReader(@Nullable String kind, ScriptCommand.EvalTimes times) {
        this.times = times;
        switch (kind) {
            case "fail" -> fail = Message.ANY;
            case "warn" -> warnings.add(Message.ANY);
            case "info" -> infos.add(Message.ANY);
            case "ordered" -> ordered = true;
            case null, default -> {}
        }
    }

    /// Takes one line.
    ///
    /// @throws ScriptException if it is not valid
    void read(String line, int number) {
        Matcher m = DIRECTIVE.matcher(line);
        if (m.matches()) {
            directive(m.group(1), message(m), number);
            return;
        }
        m = TEXT.matcher(line);
        if (m.matches()) {
            text = unquoted(m.group(1), number);
            return;
        }
        m = RANGE_VECTOR.matcher(line);
        if (m.matches()) {
            rangeVector = ScriptParser.times(number, m.group(1), m.group(2), m.group(3));
            return;
        }
        m = OLD_FAIL.matcher(line);
        if (m.matches()) {
            fail = new Message(m.group(2), m.group(1).equals("regexp"));
            return;
        }
        if (line.startsWith("expect ")) {
            throw new ScriptException(number, "not an expectation: " + line);
        }
        values(line, number);
    }

    private static Message message(Matcher m) {
        return m.group(2) == null
                ? Message.ANY
                : new Message(m.group(3), m.group(2).equals("regex"));
    }

    private void directive(String word, Message message, int number) {
        switch (word) {
            case "ordered" -> ordered = true;
            case "warn" -> warnings.add(message);
            case "no_warn" -> noWarnings = true;
            case "info" -> infos.add(message);
            case "no_info" -> noInfos = true;
            default -> {
                if (fail != null) {
                    throw new ScriptException(number, "more than one expected failure");
                }
                fail = message;
            }
        }
    }

    private static String unquoted(String quoted, int number) {
        try {
            if (PromqlParser.parse(quoted, ParserOptions.STABLE)
                    instanceof Expr.StringLiteral literal) {
                return literal.value();
            }
        } catch (ParseException e) {
            throw new ScriptException(number, "not a quoted string: " + e.getMessage());
        }
        throw new ScriptException(number, "not a quoted string: " + quoted);
    }

    private void values(String line, int number) {
        Double value = ScriptNumbers.number(line);
        if (value != null) {
            scalar = value;
            return;
        }
        SeriesLine read = SeriesNotation.parse(line, number);
        if (times.isInstant() && rangeVector == null && read.points().size() != 1) {
            throw new ScriptException(number, "an instant query gives one sample per series");
        }
        series.add(read);
    }

    /// Everything that was read.
    ///
    /// @throws ScriptException if the directives contradict each other
    Expectation expectation(int line) {
        if ((noWarnings && !warnings.isEmpty()) || (noInfos && !infos.isEmpty())) {
            throw new ScriptException(line, "annotations are both expected and not");
        }
        return new Expectation(
                ordered,
                fail,
                new Notes(noWarnings, List.copyOf(warnings)),
                new Notes(noInfos, List.copyOf(infos)),
                text,
                rangeVector,
                scalar,
                List.copyOf(series));
    }
}
