package io.narthex.rules.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Strings as Go sees them: lengths and indices count bytes of UTF-8, literals have its escapes.
///
/// A byte that is no UTF-8, which an escape or a slice can make, becomes U+FFFD at once, where Go
/// would keep it until the text is printed as JSON.
///
/// Thread safety: stateless.
final class GoStrings {
    private static final int OCTAL_DIGITS = 3;

    private GoStrings() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static int runes(String text) {
        return text.codePointCount(0, text.length());
    }

    static String firstRunes(String text, int count) {
        return count >= runes(text) ? text : text.substring(0, text.offsetByCodePoints(0, count));
    }

    /// Whether Go prints a character as it is within quotes.
    static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    /// In double quotes, as `%q` does.
    static String quote(String text) {
        return quote(text, '"', false);
    }

    /// @param ascii whether all other characters are escaped, as `%+q` does
    static String quote(String text, char quote, boolean ascii) {
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> escape(out, c, quote, ascii));
        return out.append(quote).toString();
    }

    private static void escape(StringBuilder out, int c, char quote, boolean ascii) {
        int letter = "\u0007\b\f\n\r\t\u000b".indexOf(c);
        if (c == quote || c == '\\') {
            out.append('\\').append((char) c);
        } else if (c < 0x80 ? c >= ' ' && c != 0x7f : !ascii && isPrintable(c)) {
            out.appendCodePoint(c);
        } else if (letter >= 0) {
            out.append('\\').append("abfnrtv".charAt(letter));
        } else if (c < ' ' || c == 0x7f) {
            out.append("\\x%02x".formatted(c));
        } else {
            out.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
    }

    /// What a literal in double quotes or backquotes means.
    ///
    /// @throws TemplateFailure if it is none
    static String unquote(String literal) {
        String inner = literal.substring(1, literal.length() - 1);
        if (literal.charAt(0) == '`') {
            return inner.replace("\r", "");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Escapes escapes = new Escapes(inner, '"');
        while (escapes.at < inner.length()) {
            int c = escapes.next();
            if (escapes.isByte) {
                out.write(c);
            } else {
                out.writeBytes(bytes(Character.toString(c)));
            }
        }
        return of(out.toByteArray());
    }

    /// What a character constant such as `'a'` or `'\n'` means.
    ///
    /// @throws TemplateFailure if it is none
    static int unquoteCharacter(String literal) {
        Escapes escapes = new Escapes(literal.substring(1), '\'');
        int c = escapes.next();
        if (escapes.at != literal.length() - 2) {
            throw new TemplateFailure("malformed character constant: " + literal);
        }
        return c;
    }

    /// Reads characters and escapes one by one.
    private static final class Escapes {
        private final String text;
        private final char quote;
        private int at;
        private boolean isByte;

        Escapes(String text, char quote) {
            this.text = text;
            this.quote = quote;
        }

        int next() {
            isByte = false;
            int c = character();
            if (c == quote || c == '\n') {
                throw new TemplateFailure("invalid syntax");
            }
            if (c != '\\') {
                return c;
            }
            c = character();
            int letter = "abfnrtv".indexOf(c);
            if (letter >= 0) {
                return "\u0007\b\f\n\r\t\u000b".charAt(letter);
            }
            if (c == '\\' || c == quote) {
                return c;
            }
            isByte = c == 'x' || c >= '0' && c <= '7';
            return switch (c) {
                case 'x' -> number(at, 2, 16, 0xff);
                case 'u' -> number(at, 4, 16, Character.MAX_CODE_POINT);
                case 'U' -> number(at, 8, 16, Character.MAX_CODE_POINT);
                case '0', '1', '2', '3', '4', '5', '6', '7' ->
                        number(at - 1, OCTAL_DIGITS, 8, 0xff);
                default -> throw new TemplateFailure("invalid syntax");
            };
        }

        private int character() {
            if (at >= text.length()) {
                throw new TemplateFailure("invalid syntax");
            }
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }

        private int number(int from, int digits, int base, int max) {
            at = from + digits;
            long value = 0;
            for (int i = from; i < at; i++) {
                int digit = i < text.length() ? Character.digit(text.charAt(i), base) : -1;
                if (digit < 0) {
                    throw new TemplateFailure("invalid syntax");
                }
                value = value * base + digit;
            }
            if (value > max || value >= 0xd800 && value < 0xe000) {
                throw new TemplateFailure("invalid syntax");
            }
            return (int) value;
        }
    }
}
