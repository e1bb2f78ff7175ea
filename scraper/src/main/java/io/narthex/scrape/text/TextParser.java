package io.narthex.scrape.text;

import io.narthex.model.MetricType;

/// Reads Prometheus' text format: lines, with any number of blanks between their parts.
///
/// Thread safety: for one thread.
final class TextParser extends ExpositionParser {
    TextParser(byte[] body, int length) {
        super(body, length, false);
    }

    /// Whether the last entry's line is not finished yet: its end is taken with the next entry, so
    /// that the line number is right until then.
    private boolean atLineEnd;

    @Override
    public Entry next() {
        if (atLineEnd) {
            atLineEnd = false;
            pos++;
            line++;
        }
        while (pos < length && (body[pos] == '\n' || isBlank(body[pos]))) {
            line += body[pos] == '\n' ? 1 : 0;
            pos++;
        }
        if (pos >= length || body[pos] == 0) {
            return Entry.END;
        }
        return body[pos] == '#' ? comment() : sample();
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private int blanks(int from) {
        int p = from;
        while (p < length && isBlank(body[p])) {
            p++;
        }
        return p;
    }

    private int lineEnd(int from) {
        int p = from;
        while (p < length && body[p] != '\n') {
            p++;
        }
        return p;
    }

    private Entry sample() {
        takeSeries();
        int from = blanks(pos);
        int to = tokenEnd(from);
        if (from == to || body[from] == '{') {
            throw refused("expected value after metric", from);
        }
        if (!number.read(body, from, to)) {
            throw refused("not a number", from);
        }
        pos = blanks(to);
        hasTimestamp = pos < length && body[pos] != '\n';
        if (hasTimestamp) {
            readTimestamp();
        }
        atLineEnd = true;
        return Entry.SERIES;
    }

    private void readTimestamp() {
        int to = tokenEnd(pos);
        long millis = 0;
        for (int p = pos; p < to; p++) {
            int digit = body[p] - '0';
            if (digit < 0 || digit > 9) {
                throw refused("expected timestamp or new record", pos);
            }
            if (millis > (Long.MAX_VALUE - digit) / 10) {
                throw refused("timestamp out of range", pos);
            }
            millis = millis * 10 + digit;
        }
        timestamp = millis;
        int end = blanks(to);
        if (end < length && body[end] != '\n') {
            throw refused("expected next entry after timestamp", end);
        }
        pos = end;
    }

    /// A comment, which may be about a metric family.
    private Entry comment() {
        int word = blanks(pos + 1);
        int wordEnd = tokenEnd(word);
        boolean blankBefore = word > pos + 1;
        boolean blankAfter = wordEnd < length && body[wordEnd] != '\n';
        if (blankBefore && blankAfter && wordEnd - word == 4) {
            String keyword = Utf8.lenient(body, word, wordEnd);
            if (keyword.equals("HELP") || keyword.equals("TYPE")) {
                return about(keyword, blanks(wordEnd));
            }
        }
        pos = lineEnd(pos);
        atLineEnd = true;
        return Entry.COMMENT;
    }

    private Entry about(String keyword, int name) {
        int nameEnd = series.metricEnd(name, line);
        if (nameEnd == name) {
            throw refused("expected metric name after " + keyword, name);
        }
        int quotes = body[name] == '"' ? 1 : 0;
        metric = Utf8.lenient(body, name + quotes, nameEnd - quotes);
        pos = lineEnd(nameEnd);
        atLineEnd = true;
        int from = Math.min(pos, nameEnd + 1);
        String found = Utf8.strict(body, from, pos);
        if (found == null) {
            throw refused("help text is not valid UTF-8", from);
        }
        if (keyword.equals("TYPE")) {
            type = type(found);
            return Entry.TYPE;
        }
        text = SeriesText.unescaped(found, false);
        return Entry.HELP;
    }

    private MetricType type(String word) {
        return switch (word) {
            case "counter" -> MetricType.COUNTER;
            case "gauge" -> MetricType.GAUGE;
            case "histogram" -> MetricType.HISTOGRAM;
            case "summary" -> MetricType.SUMMARY;
            case "untyped" -> MetricType.UNKNOWN;
            default -> throw new ExpositionException(line, "invalid metric type \"" + word + "\"");
        };
    }
}
