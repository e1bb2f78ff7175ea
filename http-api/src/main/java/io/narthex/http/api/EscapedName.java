package io.narthex.http.api;

/// Names of arbitrary UTF-8 in the form that clients put into paths: `U__`, then `_` doubled and
/// every other character outside of `[a-zA-Z0-9:]` as `_hex_`.
///
/// Thread safety: stateless.
final class EscapedName {
    private static final String MARK = "U__";
    private static final int MAX_HEX = 6;

    private EscapedName() {}

    /// The name that is meant; the text itself where it is not escaped, or not well.
    static String unescape(String s) {
        if (!s.startsWith(MARK)) {
            return s;
        }
        StringBuilder out = new StringBuilder();
        for (int i = MARK.length(); i < s.length(); i++) {
            if (s.charAt(i) != '_') {
                out.append(s.charAt(i));
                continue;
            }
            int end = s.indexOf('_', i + 1);
            int c = end == i + 1 ? '_' : end < 0 ? -1 : codePoint(s, i + 1, end);
            if (c < 0) {
                return s;
            }
            out.appendCodePoint(c);
            i = end;
        }
        return out.toString();
    }

    private static int codePoint(String s, int from, int to) {
        if (to - from > MAX_HEX) {
            return -1;
        }
        int c = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(s.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            c = c << 4 | digit;
        }
        boolean valid =
                Character.isValidCodePoint(c)
                        && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return valid ? c : -1;
    }
}
