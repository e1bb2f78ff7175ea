package io.narthex.scrape.text;

import io.narthex.model.MetricType;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Reads OpenMetrics text: stricter than the older format, with exactly one blank between the parts
/// of a line, and `# EOF` at the end.
///
/// Thread safety: for one thread.
final class OpenMetricsParser extends LineParser {
    private static final double MILLIS = 1000;

    private final NumberReader other = new NumberReader();

    /// What tells when series began, if anybody wants to know; it is no sample then.
    private @Nullable CreatedSeries created;

    OpenMetricsParser(byte[] body, int length) {
        super(body, length, true);
    }

    @Override
    void readStarts() {
        created = new CreatedSeries(body, length);
    }

    @Override
    public long startTimestamp() {
        return created == null ? 0 : created.start(this);
    }

    @Override
    public Entry next() {
        Entry entry = entry();
        while (created != null && entry == Entry.SERIES && CreatedSeries.isCurrent(this)) {
            entry = entry();
        }
        return entry;
    }

    /// The entry of the next line.
    private Entry entry() {
        lines.entryAt(pos);
        if (pos >= length) {
            throw new ExpositionException(line(), "data does not end with # EOF");
        }
        return body[pos] == '#' ? comment() : sample();
    }

    private Entry sample() {
        takeSeries();
        hasExemplar = false;
        int to = blankAndToken("expected value after metric");
        if (!number.read(body, pos + 1, to)) {
            throw refused("not a number", pos + 1);
        }
        pos = to;
        hasTimestamp = pos + 1 < length && body[pos] == ' ' && body[pos + 1] != '#';
        if (hasTimestamp) {
            timestamp = readTimestamp();
        }
        if (pos < length && body[pos] == ' ') {
            exemplar();
        }
        requireLineEnd("expected next entry after the sample");
        return Entry.SERIES;
    }

    /// A blank at the current position and a token behind it; returns the token's end.
    private int blankAndToken(String reason) {
        boolean blank = pos < length && body[pos] == ' ';
        int end = blank ? wordEnd(pos + 1) : pos;
        if (!blank || end == pos + 1) {
            throw refused(reason, pos);
        }
        return end;
    }

    /// The next blank or line end; a tab is a letter like any other here.
    private int wordEnd(int from) {
        int p = from;
        while (p < length && body[p] != '\n' && body[p] != ' ') {
            p++;
        }
        return p;
    }

    private long readTimestamp() {
        int to = blankAndToken("expected timestamp");
        if (!other.read(body, pos + 1, to) || !Double.isFinite(other.value())) {
            throw refused("invalid timestamp", pos + 1);
        }
        pos = to;
        return (long) (other.value() * MILLIS);
    }

    /// ` # {labels} value` with an optional timestamp.
    private void exemplar() {
        boolean begins =
                pos + 3 < length
                        && body[pos + 1] == '#'
                        && body[pos + 2] == ' '
                        && body[pos + 3] == '{';
        if (!begins) {
            throw refused("expected next entry or an exemplar", pos);
        }
        exemplarFrom = pos + 3;
        pos = series.exemplarEnd(exemplarFrom);
        int to = blankAndToken("expected value after exemplar labels");
        if (!other.read(body, pos + 1, to)) {
            throw refused("exemplar value is not a number", pos + 1);
        }
        hasExemplar = true;
        exemplarValue = other.value();
        pos = to;
        exemplarHasTimestamp = pos < length && body[pos] == ' ';
        if (exemplarHasTimestamp) {
            exemplarTimestamp = readTimestamp();
        }
    }

    private void requireLineEnd(String reason) {
        if (pos >= length) {
            throw new ExpositionException(line(), "data does not end with # EOF");
        }
        if (body[pos] != '\n') {
            throw refused(reason, pos);
        }
        pos++;
    }

    private Entry comment() {
        int word = pos + 2;
        int wordEnd = wordEnd(Math.min(word, length));
        String keyword =
                word < length && body[pos + 1] == ' ' ? Utf8.lenient(body, word, wordEnd) : "";
        return switch (keyword) {
            case "EOF" -> end(wordEnd);
            case "TYPE", "HELP", "UNIT" -> about(keyword, wordEnd);
            default -> throw refused("expected a valid start token", pos);
        };
    }

    private Entry end(int from) {
        boolean newline = from < length && body[from] == '\n';
        if (from + (newline ? 1 : 0) != length) {
            throw new ExpositionException(line(), "unexpected data after # EOF");
        }
        return Entry.END;
    }

    private Entry about(String keyword, int blank) {
        boolean hasBlank = blank < length && body[blank] == ' ';
        int name = blank + 1;
        int nameEnd = hasBlank ? series.metricEnd(name) : name;
        if (nameEnd == name) {
            throw refused("expected metric name after " + keyword, blank);
        }
        int quotes = body[name] == '"' ? 1 : 0;
        beginFamily(Utf8.lenient(body, name + quotes, nameEnd - quotes));
        pos = nameEnd;
        while (pos < length && body[pos] != '\n') {
            pos++;
        }
        if (nameEnd >= length || body[nameEnd] != ' ') {
            throw refused("expected text in " + keyword, nameEnd);
        }
        int textEnd = pos;
        requireLineEnd("expected the end of the line");
        String found = Utf8.strict(body, nameEnd + 1, textEnd);
        if (found == null) {
            throw refused("text is not valid UTF-8", nameEnd + 1);
        }
        return about(keyword, found);
    }

    private Entry about(String keyword, String found) {
        switch (keyword) {
            case "TYPE" -> {
                setType(type(found));
                return Entry.TYPE;
            }
            case "UNIT" -> {
                if (!found.isEmpty() && !metric.endsWith("_" + found)) {
                    throw new ExpositionException(
                            line(),
                            "unit \"" + found + "\" not a suffix of metric \"" + metric + "\"");
                }
                text = found;
                familyUnit = found;
                return Entry.UNIT;
            }
            default -> {
                text = SeriesText.unescaped(found, true);
                return Entry.HELP;
            }
        }
    }

    private MetricType type(String word) {
        for (MetricType candidate : MetricType.values()) {
            if (candidate.name().toLowerCase(Locale.ROOT).equals(word)) {
                return candidate;
            }
        }
        throw new ExpositionException(line(), "invalid metric type \"" + word + "\"");
    }
}
