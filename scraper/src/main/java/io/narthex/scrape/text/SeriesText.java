package io.narthex.scrape.text;

import io.narthex.model.Labels;
import io.narthex.model.MetricType;

import java.util.Arrays;

/// The name and labels of a series as they stand in a body: finds their end, and makes labels of
/// them.
///
/// Thread safety: for one thread.
final class SeriesText {
    private final byte[] body;
    private final int length;

    /// Whether blanks between the parts are refused, as OpenMetrics wants it.
    private final boolean strict;

    /// The name's start and end, then start and end of each label's name and value, without quotes.
    private int[] offsets = new int[16];

    private int used;

    SeriesText(byte[] body, int length, boolean strict) {
        this.body = body;
        this.length = length;
        this.strict = strict;
    }

    /// Goes over the series that begins at a position.
    ///
    /// @return where it ends, exclusive
    int end(int from, int line) {
        used = 0;
        int p = nameEnd(from, true);
        if (p > from) {
            add(from, p);
            int brace = blanks(p);
            return brace < length && body[brace] == '{' ? labelsEnd(from, brace, line) : p;
        }
        if (p >= length || body[p] != '{') {
            throw refused("expected a metric name", from, line);
        }
        add(-1, -1);
        int end = labelsEnd(from, p, line);
        if (offsets[0] < 0) {
            throw refused("metric name not set", from, line);
        }
        return end;
    }

    /// Goes over an exemplar's labels, which have no metric's name.
    ///
    /// @param brace where they begin
    /// @return where they end, exclusive
    int exemplarEnd(int brace, int line) {
        int before = used;
        int name = offsets[0];
        // A name in quotes would be refused as a second one.
        offsets[0] = Math.max(0, name);
        int end = labelsEnd(brace, brace, line);
        offsets[0] = name;
        used = before;
        return end;
    }

    /// From a brace to behind its counterpart.
    private int labelsEnd(int from, int brace, int line) {
        int p = blanks(brace + 1);
        while (p < length && body[p] != '}') {
            p = blanks(label(from, p, line));
            if (p < length && body[p] == ',') {
                p = blanks(p + 1);
            } else if (strict && (p >= length || body[p] != '}')) {
                throw refused("expected comma or brace close", p, line);
            }
        }
        if (p >= length) {
            throw refused("expected label name or brace close", p, line);
        }
        return p + 1;
    }

    /// One label, or the metric's name in quotes; returns the position behind it.
    private int label(int from, int at, int line) {
        boolean quoted = body[at] == '"';
        int end = quoted ? quotedEnd(at, line) : nameEnd(at, false);
        if (end == at) {
            throw refused("expected label name", at, line);
        }
        int p = blanks(end);
        if (quoted && p < length && (body[p] == ',' || body[p] == '}')) {
            if (offsets[0] >= 0) {
                throw refused("metric name already set", from, line);
            }
            offsets[0] = at + 1;
            offsets[1] = end - 1;
            return p;
        }
        if (p >= length || body[p] != '=') {
            throw refused("expected equal", p, line);
        }
        int value = blanks(p + 1);
        if (value >= length || body[value] != '"') {
            throw refused("expected label value", value, line);
        }
        int valueEnd = quotedEnd(value, line);
        add(quoted ? at + 1 : at, quoted ? end - 1 : end);
        add(value + 1, valueEnd - 1);
        return valueEnd;
    }

    /// From a quote to behind the closing one.
    private int quotedEnd(int quote, int line) {
        for (int p = quote + 1; p < length; p++) {
            if (body[p] == '"') {
                return p + 1;
            }
            if (body[p] == '\n' && strict) {
                break;
            }
            if (body[p] == '\\') {
                p++;
            }
        }
        throw refused("a quoted text does not end", quote, line);
    }

    private int blanks(int from) {
        int p = from;
        while (!strict && p < length && (body[p] == ' ' || body[p] == '\t')) {
            p++;
        }
        return p;
    }

    /// The end of a name; that of a metric may have colons.
    private int nameEnd(int from, boolean metric) {
        int p = from;
        while (p < length && isName(body[p], metric, p > from)) {
            p++;
        }
        return p;
    }

    private static boolean isName(byte c, boolean metric, boolean digits) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || digits && c >= '0' && c <= '9'
                || metric && c == ':';
    }

    /// Where the metric's name of a TYPE, HELP or UNIT ends.
    int metricEnd(int from, int line) {
        boolean quoted = from < length && body[from] == '"';
        return quoted ? quotedEnd(from, line) : nameEnd(from, true);
    }

    private void add(int from, int to) {
        if (used + 2 > offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
        }
        offsets[used++] = from;
        offsets[used++] = to;
    }

    /// The labels of the series that [#end] went over last.
    ///
    /// @param type of its metric family, which says whether `le` is a number
    Labels labels(MetricType type, int line) {
        String[] pairs = new String[used / 2 + 1];
        pairs[0] = Labels.NAME;
        for (int i = 1; i < pairs.length; i++) {
            pairs[i] = string(offsets[2 * i - 2], offsets[2 * i - 1], line);
        }
        for (int i = 2; i < pairs.length; i += 2) {
            if (isBound(type, pairs[i])) {
                pairs[i + 1] = BucketBound.normalized(pairs[i + 1]);
            }
        }
        try {
            return Labels.of(pairs);
        } catch (IllegalArgumentException e) {
            throw new ExpositionException(line, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isBound(MetricType type, String name) {
        return type == MetricType.HISTOGRAM && name.equals(Labels.BUCKET)
                || type == MetricType.SUMMARY && name.equals("quantile");
    }

    private String string(int from, int to, int line) {
        String text = Utf8.strict(body, from, to);
        if (text == null) {
            throw refused("invalid UTF-8 in", from - 1, line);
        }
        return text.indexOf('\\') < 0 ? text : unescaped(text, true);
    }

    /// Replaces `\\`, `\n` and, in values, `\"`; other escapes stay as they are.
    static String unescaped(String text, boolean quotes) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = c == '\\' && i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (next == '\\' || next == 'n' || quotes && next == '"') {
                out.append(next == 'n' ? '\n' : next);
                i++;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// @param from where what is wrong begins, to show it
    ExpositionException refused(String reason, int from, int line) {
        int at = Math.max(0, Math.min(from, length));
        return new ExpositionException(
                line, reason + ", at " + ExpositionParser.quote(body, at, length));
    }
}
