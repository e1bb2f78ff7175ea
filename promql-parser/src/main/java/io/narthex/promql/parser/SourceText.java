package io.narthex.promql.parser;

import java.nio.charset.StandardCharsets;

/// A query's text with the map from its `char` indices to UTF-8 byte offsets, which is how
/// Prometheus counts positions.
///
/// Thread safety: immutable.
final class SourceText {
    private final String text;
    private final int[] byteOffsets;

    /// @throws ParseException if the text holds an unpaired surrogate: it came from invalid UTF-8
    SourceText(String text) {
        this.text = text;
        this.byteOffsets = new int[text.length() + 1];
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            byteOffsets[i] = bytes;
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else {
                boolean paired =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    // Encoded, it is one replacement byte.
                    byteOffsets[i + 1] = bytes + 1;
                    throw error("invalid UTF-8 rune", i, i + 1);
                }
                byteOffsets[++i] = bytes;
                bytes += 4;
            }
        }
        byteOffsets[text.length()] = bytes;
    }

    int length() {
        return text.length();
    }

    char charAt(int i) {
        return text.charAt(i);
    }

    int codePointAt(int i) {
        return text.codePointAt(i);
    }

    String substring(int from, int to) {
        return text.substring(from, to);
    }

    /// The range of two `char` indices in bytes.
    PositionRange range(int from, int to) {
        return new PositionRange(byteOffsets[from], byteOffsets[to]);
    }

    /// The range of two byte offsets without the spaces at its ends.
    PositionRange trimmed(int from, int to) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int start = from;
        int end = to;
        while (start < end && Letters.isSpace((char) bytes[start])) {
            start++;
        }
        while (end > start && Letters.isSpace((char) bytes[end - 1])) {
            end--;
        }
        return new PositionRange(start, end);
    }

    /// An error at two `char` indices.
    ParseException error(String message, int from, int to) {
        return error(message, range(from, Math.max(from, to)));
    }

    /// An error at a byte range: `line:column: parse error: message`.
    ParseException error(String message, PositionRange position) {
        String place =
                text.isEmpty()
                        ? "unknown position"
                        : position.place(text.getBytes(StandardCharsets.UTF_8));
        return new ParseException(place + ": parse error: " + message, position);
    }
}
