package io.narthex.http.api;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// What becomes of names that are not of the classic alphabet, as whoever reads them asks.
///
/// Thread safety: immutable.
enum NameEscaping {
    /// Nothing: the reader takes any UTF-8.
    ALLOW_UTF_8,
    /// What is not of the alphabet becomes an underscore.
    UNDERSCORES,
    /// Points become `_dot_`, and other characters two underscores.
    DOTS,
    /// Nothing is lost: see [EscapedName].
    VALUES;

    /// The word in media types.
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The one of a word; null where there is none.
    static @Nullable NameEscaping of(String word) {
        for (NameEscaping scheme : values()) {
            if (scheme.text().equals(word)) {
                return scheme;
            }
        }
        return null;
    }

    /// Whether a name is of the classic alphabet of metric names.
    static boolean isClassic(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isClassic(name.charAt(i), i)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isClassic(int c, int at) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || c == ':'
                || c >= '0' && c <= '9' && at > 0;
    }

    /// A name as the reader wants it; classic names stay.
    String escape(String name) {
        if (this == ALLOW_UTF_8 || isClassic(name)) {
            return name;
        }
        StringBuilder out = new StringBuilder(this == VALUES ? "U__" : "");
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int c = name.codePointAt(i);
            if (c == '_' && this != UNDERSCORES) {
                out.append("__");
            } else if (isClassic(c, i)) {
                out.appendCodePoint(c);
            } else {
                out.append(replacement(c));
            }
        }
        return out.toString();
    }

    private String replacement(int c) {
        return switch (this) {
            case ALLOW_UTF_8 -> Character.toString(c);
            case UNDERSCORES -> "_";
            case DOTS -> c == '.' ? "_dot_" : "__";
            case VALUES -> "_" + Integer.toHexString(c) + "_";
        };
    }
}
