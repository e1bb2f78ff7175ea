package io.narthex.promql.test;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads scripts: commands that begin a line, each with the lines that follow up to a blank one. A
/// line that starts with `#` counts as blank.
final class ScriptParser {
    private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");
    private static final Pattern INSTANT =
            Pattern.compile(
                    "eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(\\S+)\\s+)?(.+)");
    private static final Pattern RANGE =
            Pattern.compile(
                    "eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)"
                            + "\\s+step\\s+(\\S+)\\s+(.+)");

    private final String[] lines;
    private final List<ScriptCommand> commands = new ArrayList<>();
    private int next;

    private ScriptParser(String text) {
        this.lines = text.split("\n", -1);
    }

    /// The commands of a script, in order.
    ///
    /// @throws ScriptException if a line is not valid
    static List<ScriptCommand> parse(String text) {
        ScriptParser parser = new ScriptParser(text);
        while (parser.next < parser.lines.length) {
            parser.command();
        }
        return List.copyOf(parser.commands);
    }

    private void command() {
        String text = line(next++);
        if (text.isEmpty()) {
            return;
        }
        int line = next;
        if (text.equals("clear")) {
            commands.add(new ScriptCommand.Clear(line));
        } else if (text.startsWith("load")) {
            commands.add(load(line, text));
        } else if (text.startsWith("eval")) {
            commands.add(eval(line, text));
        } else {
            throw new ScriptException(line, "not a command: " + text);
        }
    }

    /// A line without its margins; empty where it is a comment.
    private String line(int index) {
        String text = lines[index].strip();
        return text.startsWith("#") ? "" : text;
    }

    private ScriptCommand load(int line, String text) {
        Matcher m = LOAD.matcher(text);
        if (!m.matches()) {
            throw new ScriptException(line, "expected `load STEP`: " + text);
        }
        List<ScriptCommand.LoadedSeries> series = new ArrayList<>();
        StartNotation starts = null;
        for (; next < lines.length && !line(next).isEmpty(); next++) {
            String description = line(next);
            int at = next + 1;
            if (StartNotation.isOne(description)) {
                requireTaken(starts, at);
                starts = StartNotation.parse(description, at);
            } else {
                series.add(loaded(SeriesNotation.parse(description, at), starts, at));
                starts = null;
            }
        }
        requireTaken(starts, next);
        return new ScriptCommand.Load(
                line,
                ScriptNumbers.millis(m.group(2), line),
                m.group(1) != null,
                List.copyOf(series));
    }

    private static ScriptCommand.LoadedSeries loaded(
            SeriesLine series, @Nullable StartNotation starts, int line) {
        if (starts == null) {
            return new ScriptCommand.LoadedSeries(line, series, null);
        }
        starts.requireFits(series, line);
        return new ScriptCommand.LoadedSeries(line, series, starts.offsets());
    }

    private static void requireTaken(@Nullable StartNotation starts, int line) {
        if (starts != null) {
            throw new ScriptException(
                    line, "start timestamps of " + starts.labels() + " without samples below them");
        }
    }

    private ScriptCommand eval(int line, String text) {
        Matcher m = INSTANT.matcher(text);
        if (m.matches()) {
            long time = m.group(2) == null ? 0 : ScriptNumbers.millis(m.group(2), line);
            return eval(line, m.group(1), m.group(3), new ScriptCommand.EvalTimes(time, time, 0));
        }
        m = RANGE.matcher(text);
        if (!m.matches()) {
            throw new ScriptException(line, "not an evaluation: " + text);
        }
        ScriptCommand.EvalTimes times = times(line, m.group(2), m.group(3), m.group(4));
        return eval(line, m.group(1), m.group(5), times);
    }

    /// @throws ScriptException if a time is not valid, or the end is before the start
    static ScriptCommand.EvalTimes times(int line, String from, String to, String step) {
        long start = ScriptNumbers.millis(from, line);
        long end = ScriptNumbers.millis(to, line);
        long width = ScriptNumbers.millis(step, line);
        if (end < start || width <= 0) {
            throw new ScriptException(line, "not a range of times: " + from + " to " + to);
        }
        return new ScriptCommand.EvalTimes(start, end, width);
    }

    private ScriptCommand eval(int line, String kind, String query, ScriptCommand.EvalTimes times) {
        ExpectationReader reader = new ExpectationReader(kind, times);
        for (; next < lines.length && !line(next).isEmpty(); next++) {
            reader.read(line(next), next + 1);
        }
        Expectation expectation = reader.expectation(line);
        try {
            Expr expr = PromqlParser.parse(query, ParserOptions.ALL);
            return new ScriptCommand.Eval(line, query, expr, null, times, expectation);
        } catch (ParseException e) {
            return new ScriptCommand.Eval(line, query, null, e.getMessage(), times, expectation);
        }
    }
}
