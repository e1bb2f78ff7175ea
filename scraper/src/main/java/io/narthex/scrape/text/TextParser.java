package io.narthex.scrape.text;

import io.narthex.model.MetricType;

/// Reads Prometheus' text format: lines, with any number of blanks between their parts.
///
/// Thread safety: for one thread.
final class TextParser extends LineParser {
    TextParser(byte[] body, int length) {
        super(body, length, false);
    }

    @Override
    void readStarts() {} // the format has none

    @Override
    public long startTimestamp() {
        return 0;
    }

    @Override
    public Entry next() {
        while (pos < length) {
            lines.entryAt(pos);
            int p = blanks(pos);
            if (p < length && body[p] == '\n') {
                pos = p + 1;
            } else if (p >= length || body[p] == 0) {
                return end();
            } else {
                return body[p] == '#' ? comment(p) : sample();
            }
        }
        return Entry.END;
    }

    /// The body ends here, also where a zero byte cuts it short.
    private Entry end() {
        pos = length;
        return Entry.END;
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
        pos++;
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
    private Entry comment(int hash) {
        int word = blanks(hash + 1);
        int wordEnd = tokenEnd(word);
        boolean blankBefore = word > hash + 1;
        boolean blankAfter = wordEnd < length && body[wordEnd] != '\n';
        if (blankBefore && blankAfter && wordEnd - word == 4) {
            String keyword = Utf8.lenient(body, word, wordEnd);
            if (keyword.equals("HELP") || keyword.equals("TYPE")) {
                return about(keyword, blanks(wordEnd));
            }
        }
        int end = lineEnd(word);
        if (endsAtZero(word, blankBefore ? Math.min(word + 1, end) : end)) {
            return end();
        }
        pos = end + 1;
        return Entry.COMMENT;
    }

    /// A zero byte ends the body also in a comment, except in the words of one that has a blank
    /// behind its hash.
    private boolean endsAtZero(int from, int to) {
        for (int p = from; p < to; p++) {
            if (body[p] == 0) {
                return true;
            }
        }
        return false;
    }

    /// A family's name and a text; whatever byte follows the name separates them.
    private Entry about(String keyword, int name) {
        int nameEnd = series.metricEnd(name);
        if (nameEnd == name) {
            throw refused("expected metric name after " + keyword, name);
        }
        if (nameEnd < length && body[nameEnd] == 0) {
            throw refused("linebreak expected after metadata", nameEnd);
        }
        int quotes = body[name] == '"' ? 1 : 0;
        beginFamily(Utf8.lenient(body, name + quotes, nameEnd - quotes));
        int end = lineEnd(nameEnd);
        pos = end + 1;
        int from = blanks(nameEnd) == end ? end : nameEnd + 1;
        String found = Utf8.strict(body, from, end);
        if (found == null) {
            throw refused("help text is not valid UTF-8", from);
        }
        if (keyword.equals("TYPE")) {
            setType(type(found));
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
            default ->
                    throw new ExpositionException(line(), "invalid metric type \"" + word + "\"");
        };
    }
}
