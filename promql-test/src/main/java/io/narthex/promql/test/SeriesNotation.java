package io.narthex.promql.test;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a series of a script, such as `http_requests{job="a"} 0+10x5 _ stale 3x2`.
///
/// - `v` is one sample, `_` none, `stale` the marker, `vxN` N+1 samples, `_xN` N gaps;
/// - `a+bxN` and `a-bxN` are N+1 samples that start at a;
/// - `{{…}}` is a native histogram, with `xN`, `+{{…}}xN` or `-{{…}}xN` behind it.
final class SeriesNotation {
    /// Makes every list of labels a valid selector, the empty one included.
    private static final String FILLER = "__filler__";

    private static final String NUMBER =
            "(?:(?i:inf|nan|stale)|[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\\.[0-9]+"
                    + "(?:[eE][+-]?[0-9]+)?|(?:[0-9]+(?:ms|[ywdhms]))+)";
    private static final Pattern ITEM =
            Pattern.compile(
                    "(?<first>[+-]?"
                            + NUMBER
                            + ")(?:(?<sign>[+-])(?<step>[+-]?"
                            + NUMBER
                            + "))?(?:x(?<times>[0-9]+))?");
    private static final Pattern GAPS = Pattern.compile("_(?:x(?<times>[0-9]+))?");

    private final String text;
    private final int line;

    private SeriesNotation(String text, int line) {
        this.text = text;
        this.line = line;
    }

    /// Reads a line.
    ///
    /// @throws ScriptException if it is not valid
    static SeriesLine parse(String text, int line) {
        return new SeriesNotation(text, line).read();
    }

    /// The labels of a series as written, without samples.
    static Labels labels(String text, int line) {
        int brace = text.indexOf('{');
        String name = brace < 0 ? text : text.substring(0, brace).strip();
        String inner = brace < 0 ? "}" : text.substring(brace + 1);
        try {
            Expr expr =
                    PromqlParser.parse(
                            name + "{" + FILLER + "=\"x\"," + inner, ParserOptions.STABLE);
            if (expr instanceof Expr.VectorSelector selector) {
                return labels(selector.matchers(), line);
            }
        } catch (ParseException e) {
            throw new ScriptException(line, "not a series: " + text + ": " + e.getMessage());
        }
        throw new ScriptException(line, "not a series: " + text);
    }

    private static Labels labels(List<LabelMatcher> matchers, int line) {
        Labels.Builder labels = new Labels.Builder();
        for (LabelMatcher matcher : matchers) {
            if (matcher.type() != LabelMatcher.Type.EQUAL) {
                throw new ScriptException(line, "a series has no condition " + matcher);
            }
            labels.set(matcher.name(), matcher.value());
        }
        return labels.remove(FILLER).build();
    }

    private SeriesLine read() {
        int end = endOfLabels(text);
        Labels labels = labels(text.substring(0, end), line);
        List<SeriesLine.Point> points = new ArrayList<>();
        for (String item : items(text.substring(end))) {
            expand(item, points);
        }
        return new SeriesLine(labels, List.copyOf(points));
    }

    /// Where the labels end: after the closing brace, or where the bare name ends.
    static int endOfLabels(String text) {
        char quote = 0;
        boolean braces = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                i += c == '\\' && quote != '`' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'' || c == '`') {
                quote = c;
            } else if (c == '{') {
                braces = true;
            } else if (c == '}') {
                return i + 1;
            } else if (!braces && (Character.isWhitespace(c) || c == '@')) {
                return i;
            }
        }
        return text.length();
    }

    /// Splits at spaces that are not within a histogram.
    private static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0 && Character.isWhitespace(c)) {
                if (i > from) {
                    items.add(text.substring(from, i));
                }
                from = i + 1;
            }
        }
        return items;
    }

    private void expand(String item, List<SeriesLine.Point> into) {
        Matcher m = GAPS.matcher(item);
        if (m.matches()) {
            repeat(new SeriesLine.Gap(), Math.max(1, times(m)), into);
            return;
        }
        List<SeriesLine.Point> histograms = HistogramNotation.points(item, line);
        if (histograms != null) {
            into.addAll(histograms);
            return;
        }
        m = ITEM.matcher(item);
        if (!m.matches()) {
            throw new ScriptException(line, "not a sample: " + item);
        }
        double value = value(m.group("first"));
        if (m.group("sign") == null) {
            repeat(new SeriesLine.Number(value), times(m) + 1, into);
            return;
        }
        if (m.group("times") == null) {
            throw new ScriptException(line, "a step without the number of samples: " + item);
        }
        double step = value(m.group("step")) * (m.group("sign").equals("-") ? -1 : 1);
        for (int i = 0; i <= times(m); i++) {
            into.add(new SeriesLine.Number(value));
            value += step;
        }
    }

    private static void repeat(SeriesLine.Point point, int times, List<SeriesLine.Point> into) {
        for (int i = 0; i < times; i++) {
            into.add(point);
        }
    }

    private int times(Matcher m) {
        String times = m.group("times");
        return times == null ? 0 : ScriptNumbers.times(times, line);
    }

    private double value(String number) {
        if (number.toLowerCase(Locale.ROOT).equals("stale")) {
            return StaleNaN.VALUE;
        }
        Double value = ScriptNumbers.number(number);
        if (value == null) {
            throw new ScriptException(line, "not a number: " + number);
        }
        return value;
    }
}
