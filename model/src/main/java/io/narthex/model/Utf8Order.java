package io.narthex.model;

/// The one order of label names and values: byte-wise over UTF-8, as Prometheus has it.
///
/// [String#compareTo] orders UTF-16 code units and puts supplementary characters (surrogates,
/// U+D800–U+DFFF) before U+E000–U+FFFF; UTF-8 bytes order by code point. The two agree everywhere
/// else, so the comparison is the cheap one with a fix-up at the first difference.
///
/// Thread safety: stateless.
public final class Utf8Order {
    private Utf8Order() {}

    /// Compares two strings as their UTF-8 encodings would compare, byte by unsigned byte.
    ///
    /// @return negative, zero or positive
    public static int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean bothHigh = x >= Character.MIN_SURROGATE && y >= Character.MIN_SURROGATE;
                return bothHigh ? Character.compare(rotate(x), rotate(y)) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /// Moves surrogates above U+FFFF's block, the place their code points have in UTF-8.
    private static char rotate(char c) {
        return Character.isSurrogate(c) ? (char) (c + 0x2000) : (char) (c - 0x800);
    }
}
