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
    private final Lines lines;

    /// Whether blanks between the parts are refused, as OpenMetrics wants it.
    private final boolean strict;

    /// The name's start and end, then start and end of each label's name and value, without quotes.
    private int[] offsets = new int[16];

    private int used;

    /// Whether the labels at hand are an exemplar's, which may have neither line ends nor zero
    /// bytes.
    private boolean exemplar;

    /// Where the exemplar's offsets lie, behind those of the series.
    private int exemplarFrom;

    private int exemplarTo;

    SeriesText(byte[] body, int length, Lines lines, boolean strict) {
        this.body = body;
        this.length = length;
        this.lines = lines;
        this.strict = strict;
    }

    /// Goes over the series that begins at a position. Blanks before a name belong to it, odd as
    /// that is; OpenMetrics has none.
    ///
    /// @return where it ends, exclusive
    int end(int from) {
        used = 0;
        int start = blanks(from);
        int p = nameEnd(start, true);
        if (p > start) {
            add(from, p);
            int brace = blanks(p);
            return brace < length && body[brace] == '{' ? labelsEnd(from, brace) : p;
        }
        if (p >= length || body[p] != '{') {
            throw refused("expected a metric name", start);
        }
        add(-1, -1);
        int end = labelsEnd(from, p);
        if (offsets[0] < 0) {
            throw refused("metric name not set", from);
        }
        return end;
    }

    /// Goes over an exemplar's labels, which have no metric's name.
    ///
    /// @param brace where they begin
    /// @return where they end, exclusive
    int exemplarEnd(int brace) {
        int before = used;
        int name = offsets[0];
        exemplarFrom = Math.max(2, used); // the first two are the name's
        used = exemplarFrom;
        // A name in quotes would be refused as a second one.
        offsets[0] = Math.max(0, name);
        exemplar = true;
        int end = labelsEnd(brace, brace);
        exemplar = false;
        offsets[0] = name;
        exemplarTo = used;
        used = before;
        return end;
    }

    /// The labels of an exemplar that [#exemplarEnd] has gone over. Of two of the same name the
    /// last one counts, and what is not UTF-8 is replaced: an exemplar costs no scrape.
    ///
    /// @param brace where they begin
    Labels exemplarLabels(int brace) {
        int _ = exemplarEnd(brace);
        Labels.Builder labels = new Labels.Builder();
        for (int i = exemplarFrom; i < exemplarTo; i += 4) {
            labels.set(
                    lenient(offsets[i], offsets[i + 1]), lenient(offsets[i + 2], offsets[i + 3]));
        }
        return labels.build();
    }

    private String lenient(int from, int to) {
        return unescaped(Utf8.lenient(body, from, to), true);
    }

    /// From a brace to behind its counterpart.
    private int labelsEnd(int from, int brace) {
        int p = blanks(brace + 1);
        while (p < length && body[p] != '}') {
            p = blanks(label(from, p));
            if (p < length && body[p] == ',') {
                p = blanks(p + 1);
            } else if (strict && (p >= length || body[p] != '}')) {
                throw refused("expected comma or brace close", p);
            }
        }
        if (p >= length) {
            throw refused("expected label name or brace close", p);
        }
        return p + 1;
    }

    /// One label, or the metric's name in quotes; returns the position behind it.
    private int label(int from, int at) {
        boolean quoted = body[at] == '"';
        int end = quoted ? quotedEnd(at, false) : nameEnd(at, false);
        if (end == at) {
            throw refused("expected label name", at);
        }
        int p = blanks(end);
        if (quoted && p < length && (body[p] == ',' || body[p] == '}')) {
            if (offsets[0] >= 0) {
                throw refused("metric name already set", from);
            }
            offsets[0] = at + 1;
            offsets[1] = end - 1;
            return p;
        }
        if (p >= length || body[p] != '=') {
            throw refused("expected equal", p);
        }
        int value = blanks(p + 1);
        if (value >= length || body[value] != '"') {
            throw refused("expected label value", value);
        }
        int valueEnd = quotedEnd(value, true);
        if (exemplar && !Utf8.valid(body, value, valueEnd)) {
            throw refused("invalid UTF-8 in", value);
        }
        add(quoted ? at + 1 : at, quoted ? end - 1 : end);
        add(value + 1, valueEnd - 1);
        return valueEnd;
    }

    /// From a quote to behind the closing one. Values may have zero bytes, and where the format is
    /// not strict, line ends; names are the other way round.
    private int quotedEnd(int quote, boolean value) {
        boolean lineEnds = !exemplar && !(strict && value);
        boolean zeros = !exemplar && value;
        for (int p = quote + 1; p < length; p++) {
            byte c = body[p];
            if (c == '"') {
                return p + 1;
            }
            if (c == '\\') {
                p = zeros ? lastZero(p) + 1 : p + 1;
                if (p >= length || body[p] == '\n' || body[p] == 0) {
                    break;
                }
            } else if (c == '\n' && !lineEnds || c == 0 && !zeros) {
                break;
            }
        }
        throw refused("a quoted text does not end", quote);
    }

    /// The last of the zero bytes behind a position, or the position. A backslash escapes what
    /// comes behind them.
    private int lastZero(int from) {
        int p = from;
        while (p + 1 < length && body[p + 1] == 0) {
            p++;
        }
        return p;
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
    int metricEnd(int from) {
        boolean quoted = from < length && body[from] == '"';
        return quoted ? quotedEnd(from, false) : nameEnd(from, true);
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
    Labels labels(MetricType type) {
        String[] pairs = new String[used / 2 + 1];
        pairs[0] = Labels.NAME;
        for (int i = 1; i < pairs.length; i++) {
            pairs[i] = string(offsets[2 * i - 2], offsets[2 * i - 1]);
        }
        for (int i = 2; i < pairs.length; i += 2) {
            if (isBound(type, pairs[i])) {
                pairs[i + 1] = BucketBound.normalized(pairs[i + 1]);
            }
        }
        try {
            return Labels.of(pairs);
        } catch (IllegalArgumentException e) {
            throw new ExpositionException(lines.line(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean isBound(MetricType type, String name) {
        return type == MetricType.HISTOGRAM && name.equals(Labels.BUCKET)
                || type == MetricType.SUMMARY && name.equals("quantile");
    }

    private String string(int from, int to) {
        String text = Utf8.strict(body, from, to);
        if (text == null) {
            throw refused("invalid UTF-8 in", from - 1);
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
    ExpositionException refused(String reason, int from) {
        int at = Math.max(0, Math.min(from, length));
        return new ExpositionException(
                lines.line(), reason + ", at " + LineParser.quote(body, at, length));
    }
}
