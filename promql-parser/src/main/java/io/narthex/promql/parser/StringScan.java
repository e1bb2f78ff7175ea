package io.narthex.promql.parser;

import java.util.Locale;

/// Finds where a quoted string ends, and checks its escapes.
///
/// Thread safety: for one thread.
final class StringScan {
    private static final String SIMPLE_ESCAPES = "abfnrtv\\";
    private static final String NOT_TERMINATED = "escape sequence not terminated";
    private static final int REPLACEMENT = 0xFFFD;

    private final SourceText source;
    private final int start;
    private int at;

    /// @param start where the opening quote stands
    StringScan(SourceText source, int start) {
        this.source = source;
        this.start = start;
    }

    /// Where the string ends, behind its closing quote.
    ///
    /// @throws ParseException if it does not end, or an escape is not valid
    int end() {
        char quote = source.charAt(start);
        boolean raw = quote == '`';
        at = start + 1;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == quote) {
                return at + 1;
            }
            if (c == REPLACEMENT) {
                // Bytes that are no UTF-8 have become this character.
                throw error("invalid UTF-8 rune");
            }
            if (!raw && c == '\n') {
                break;
            }
            at++;
            if (!raw && c == '\\') {
                escape(quote);
            }
        }
        throw error(raw ? "unterminated raw string" : "unterminated quoted string");
    }

    private void escape(char quote) {
        int c = next(NOT_TERMINATED);
        if (c == quote || SIMPLE_ESCAPES.indexOf(c) >= 0) {
            return;
        }
        switch (c) {
            case 'x' -> codePoint(2, 16, 255);
            case 'u' -> codePoint(4, 16, Character.MAX_CODE_POINT);
            case 'U' -> codePoint(8, 16, Character.MAX_CODE_POINT);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                codePoint(3, 8, 255);
            }
            default -> throw error("unknown escape sequence " + GoStrings.unicode(c));
        }
    }

    private void codePoint(int digits, int radix, int max) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int c = next(NOT_TERMINATED);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                throw error(
                        String.format(
                                Locale.ROOT,
                                "illegal character %s in escape sequence",
                                GoStrings.unicode(c)));
            }
            value = value * radix + digit;
        }
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        if (value > max || surrogate) {
            throw error("escape sequence is an invalid Unicode code point");
        }
    }

    private int next(String errorAtEnd) {
        if (at >= source.length()) {
            throw error(errorAtEnd);
        }
        int c = source.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private ParseException error(String message) {
        return source.error(message, start, start + 1);
    }
}
