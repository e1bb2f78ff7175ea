package io.narthex.promql.parser;

import io.narthex.model.LabelsText;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Undoes Go's string quoting.
///
/// Thread safety: stateless.
final class GoStrings {
    private static final String SIMPLE = "abfnrtv\\";
    private static final String SIMPLE_VALUES = "\u0007\b\f\n\r\t\u000b\\";

    private GoStrings() {}

    /// A string as Go's `%q` shows it.
    static String quote(String s) {
        StringBuilder out = new StringBuilder(s.length() + 2);
        LabelsText.quote(out, s);
        return out.toString();
    }

    /// A character as Go's `%q` shows it: `'a'`.
    static String quoteRune(int codePoint) {
        return switch (codePoint) {
            case '\'' -> "'\\''";
            case '"' -> "'\"'";
            default -> {
                String quoted = quote(Character.toString(codePoint));
                yield "'" + quoted.substring(1, quoted.length() - 1) + "'";
            }
        };
    }

    /// A character as Go's `%#U` shows it: `U+0061 'a'`.
    static String unicode(int codePoint) {
        String shown = Character.toString(codePoint);
        String number = String.format(Locale.ROOT, "U+%04X", codePoint);
        boolean printable = quote(shown).equals("\"" + shown + "\"") || "\"\\".contains(shown);
        return printable ? number + " '" + shown + "'" : number;
    }

    /// The content of a quoted string. `\x` and octal escapes give bytes; together they should be
    /// UTF-8, what is not becomes U+FFFD.
    ///
    /// @param quoted the string with its quotes
    /// @throws IllegalArgumentException if an escape is not valid; the message names it
    static String unquote(String quoted) {
        char quote = quoted.charAt(0);
        String body = quoted.substring(1, quoted.length() - 1);
        if (quote == '`') {
            return body;
        }
        if (body.indexOf('\\') < 0) {
            return body;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length());
        for (int i = 0; i < body.length(); ) {
            int c = body.codePointAt(i);
            if (c == '\\') {
                i = escape(body, i + 1, quote, out);
            } else {
                write(out, c);
                i += Character.charCount(c);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// Reads the escape whose first character behind the backslash is at `i`; returns where it
    /// ends.
    private static int escape(String s, int i, char quote, ByteArrayOutputStream out) {
        if (i >= s.length()) {
            throw new IllegalArgumentException("escape sequence not terminated");
        }
        char c = s.charAt(i);
        int simple = SIMPLE.indexOf(c);
        if (simple >= 0) {
            out.write(SIMPLE_VALUES.charAt(simple));
            return i + 1;
        }
        if (c == quote) {
            out.write(quote);
            return i + 1;
        }
        if (c >= '0' && c <= '7') {
            int value = digits(s, i, 3, 8);
            if (value > 255) {
                throw new IllegalArgumentException("octal escape value " + value + " > 255");
            }
            out.write(value);
            return i + 3;
        }
        return switch (c) {
            case 'x' -> {
                out.write(digits(s, i + 1, 2, 16));
                yield i + 3;
            }
            case 'u' -> {
                write(out, codePoint(digits(s, i + 1, 4, 16)));
                yield i + 5;
            }
            case 'U' -> {
                write(out, codePoint(digits(s, i + 1, 8, 16)));
                yield i + 9;
            }
            default ->
                    throw new IllegalArgumentException(
                            "unknown escape sequence \\" + Character.toString(s.codePointAt(i)));
        };
    }

    private static int digits(String s, int from, int n, int radix) {
        long value = 0;
        for (int i = from; i < from + n; i++) {
            int d = i < s.length() ? Character.digit(s.charAt(i), radix) : -1;
            if (d < 0 || s.charAt(i) >= 0x80) {
                throw new IllegalArgumentException("illegal character in escape sequence");
            }
            value = value * radix + d;
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private static int codePoint(int c) {
        if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) {
            throw new IllegalArgumentException(
                    "escape sequence is an invalid Unicode code point U+"
                            + Integer.toHexString(c).toUpperCase(Locale.ROOT));
        }
        return c;
    }

    private static void write(ByteArrayOutputStream out, int codePoint) {
        out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }
}
