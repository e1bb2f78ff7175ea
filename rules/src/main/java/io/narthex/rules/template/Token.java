package io.narthex.rules.template;

import io.narthex.model.Labels;

/// A piece of a template's text.
///
/// @param at where it begins, in the text
/// @param text the piece itself; of an error its message
/// @param line the line it begins on, from 1
record Token(Type type, int at, String text, int line) {
    /// What a piece is. Keywords stand behind all others.
    enum Type {
        ERROR,
        BOOL,
        CHARACTER, // an ASCII character that means nothing by itself, but for a comma
        CHARACTER_CONSTANT,
        ASSIGN,
        DECLARE,
        END_OF_TEXT,
        FIELD,
        IDENTIFIER,
        LEFT_DELIMITER,
        LEFT_PARENTHESIS,
        NUMBER,
        PIPE,
        RAW_STRING,
        RIGHT_DELIMITER,
        RIGHT_PARENTHESIS,
        SPACE,
        STRING,
        TEXT,
        VARIABLE,
        BLOCK,
        BREAK,
        CONTINUE,
        DOT,
        DEFINE,
        ELSE,
        END,
        IF,
        NIL,
        RANGE,
        TEMPLATE,
        WITH;

        boolean isKeyword() {
            return compareTo(BLOCK) >= 0;
        }
    }

    /// Longer texts are cut in messages.
    private static final int SHOWN = 10;

    boolean is(Type other) {
        return type == other;
    }

    /// As messages show it.
    @Override
    public String toString() {
        if (type == Type.END_OF_TEXT) {
            return "EOF";
        }
        if (type == Type.ERROR) {
            return text;
        }
        if (type.isKeyword()) {
            return "<" + text + ">";
        }
        if (Labels.utf8Length(text) > SHOWN) {
            return GoStrings.quote(GoStrings.firstRunes(text, SHOWN)) + "...";
        }
        return GoStrings.quote(text);
    }
}
