package io.narthex.promql.parser;

/// The characters of words. Only ASCII counts.
final class Letters {
    private Letters() {}

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean isAlphanumeric(char c) {
        return isAlpha(c) || isDigit(c);
    }
}
