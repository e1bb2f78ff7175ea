package io.narthex.rules.template;

import io.narthex.rules.template.Token.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Cuts a template into tokens. The first error ends the list as a token of its own, so that the
/// parser reports it where it gets there; otherwise the list ends with the end of the text.
///
/// Trim markers (`{{- ` and ` -}}`) and comments are gone after this stage.
///
/// Thread safety: for one thread.
final class Lexer {
    private static final String LEFT = "{{";
    private static final String RIGHT = "}}";
    private static final int END = -1;

    /// A trim marker and the space that belongs to it.
    private static final int MARKER = 2;

    private static final Map<String, Type> KEYWORDS =
            Map.ofEntries(
                    Map.entry("block", Type.BLOCK),
                    Map.entry("break", Type.BREAK),
                    Map.entry("continue", Type.CONTINUE),
                    Map.entry("define", Type.DEFINE),
                    Map.entry("else", Type.ELSE),
                    Map.entry("end", Type.END),
                    Map.entry("false", Type.BOOL),
                    Map.entry("if", Type.IF),
                    Map.entry("nil", Type.NIL),
                    Map.entry("range", Type.RANGE),
                    Map.entry("template", Type.TEMPLATE),
                    Map.entry("true", Type.BOOL),
                    Map.entry("with", Type.WITH));

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int start;
    private int startLine = 1;
    private int parentheses;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.text()) {
            while (lexer.inAction()) {}
            if (lexer.failed()) {
                break;
            }
        }
        return lexer.tokens;
    }

    private boolean failed() {
        return !tokens.isEmpty() && tokens.getLast().is(Type.ERROR);
    }

    /// @return whether an action follows the text
    private boolean text() {
        while (true) {
            int open = text.indexOf(LEFT, at);
            if (open < 0) {
                at = text.length();
                emitUnlessEmpty(Type.TEXT);
                emit(Type.END_OF_TEXT);
                return false;
            }
            boolean trim = isLeftMarker(open + LEFT.length());
            at = open;
            while (trim && at > start && isSpace(text.charAt(at - 1))) {
                at--;
            }
            emitUnlessEmpty(Type.TEXT);
            at = open;
            skip();
            int inside = open + LEFT.length() + (trim ? MARKER : 0);
            if (!text.startsWith("/*", inside)) {
                at = open + LEFT.length();
                emit(Type.LEFT_DELIMITER);
                at = inside;
                skip();
                parentheses = 0;
                return true;
            }
            at = inside;
            skip();
            if (!comment()) {
                return false;
            }
        }
    }

    private boolean comment() {
        int end = text.indexOf("*/", at + MARKER);
        if (end < 0) {
            return error("unclosed comment");
        }
        at = end + MARKER;
        boolean trim = isRightMarker(at) && text.startsWith(RIGHT, at + MARKER);
        if (!trim && !text.startsWith(RIGHT, at)) {
            return error("comment ends before closing delimiter");
        }
        at += RIGHT.length() + (trim ? MARKER : 0);
        skipSpaces(trim);
        return true;
    }

    /// @return whether the action goes on
    private boolean inAction() {
        boolean trim = isRightMarker(at) && text.startsWith(RIGHT, at + MARKER);
        if (trim || text.startsWith(RIGHT, at)) {
            return parentheses == 0 ? rightDelimiter(trim) : error("unclosed left paren");
        }
        int c = next();
        return switch (c) {
            case END -> error("unclosed action");
            case ' ', '\t', '\r', '\n' -> space();
            case '=' -> emit(Type.ASSIGN);
            case ':' -> next() == '=' ? emit(Type.DECLARE) : error("expected :=");
            case '|' -> emit(Type.PIPE);
            case '"' -> quoted('"', Type.STRING, "unterminated quoted string");
            case '`' -> raw();
            case '$' -> atTerminator() ? emit(Type.VARIABLE) : name(Type.VARIABLE);
            case '\'' -> quoted('\'', Type.CHARACTER_CONSTANT, "unterminated character constant");
            case '(' -> {
                parentheses++;
                yield emit(Type.LEFT_PARENTHESIS);
            }
            case ')' -> {
                emit(Type.RIGHT_PARENTHESIS);
                yield --parentheses >= 0 || error("unexpected right paren " + unicode(c));
            }
            default -> word(c);
        };
    }

    private boolean word(int c) {
        if (c == '.' && at < text.length() && !isDigit(text.charAt(at))) {
            return atTerminator() ? emit(Type.DOT) : name(Type.FIELD);
        }
        if (c == '.' || c == '+' || c == '-' || isDigit(c)) {
            at--;
            return number();
        }
        if (isAlphaNumeric(c)) {
            return identifier();
        }
        return c > ' ' && c <= '~'
                ? emit(Type.CHARACTER)
                : error("unrecognized character in action: " + unicode(c));
    }

    private boolean rightDelimiter(boolean trim) {
        if (trim) {
            at += MARKER;
            skip();
        }
        at += RIGHT.length();
        emit(Type.RIGHT_DELIMITER);
        skipSpaces(trim);
        return false;
    }

    /// Its first space is past. The last one may belong to a trim marker.
    private boolean space() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        if (isRightMarker(at - 1) && text.startsWith(RIGHT, at - 1 + MARKER)) {
            at--;
            if (at == start) {
                return rightDelimiter(true);
            }
        }
        return emit(Type.SPACE);
    }

    private boolean identifier() {
        int c = skipAlphaNumeric();
        String word = text.substring(start, at);
        return atTerminator()
                ? emit(KEYWORDS.getOrDefault(word, Type.IDENTIFIER))
                : error("bad character " + unicode(c));
    }

    /// A field or a variable, whose first character is past.
    private boolean name(Type type) {
        int c = skipAlphaNumeric();
        return atTerminator() ? emit(type) : error("bad character " + unicode(c));
    }

    /// @return the character behind
    private int skipAlphaNumeric() {
        while (at < text.length() && isAlphaNumeric(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return peek();
    }

    private boolean quoted(char quote, Type type, String unterminated) {
        while (true) {
            int c = next();
            if (c == '\\') {
                c = next();
                if (c != END && c != '\n') {
                    continue;
                }
            }
            if (c == END || c == '\n') {
                return error(unterminated);
            }
            if (c == quote) {
                return emit(type);
            }
        }
    }

    private boolean raw() {
        int end = text.indexOf('`', at);
        if (end < 0) {
            return error("unterminated raw quoted string");
        }
        at = end + 1;
        return emit(Type.RAW_STRING);
    }

    /// Accepts more than numbers; the parser judges.
    private boolean number() {
        at = NumberSyntax.end(text, at);
        int c = peek();
        if (isAlphaNumeric(c)) {
            next();
        } else if (c == '+' || c == '-') {
            at = NumberSyntax.end(text, at); // of a complex number, or of two without a space
        } else {
            return emit(Type.NUMBER);
        }
        return error("bad number syntax: " + GoStrings.quote(text.substring(start, at)));
    }

    /// Whether what may follow a name follows.
    private boolean atTerminator() {
        int c = peek();
        return c == END || isSpace(c) || ".,|:)(".indexOf(c) >= 0 || text.startsWith(RIGHT, at);
    }

    private int next() {
        int c = peek();
        at += c == END ? 0 : Character.charCount(c);
        return c;
    }

    private int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    private boolean emit(Type type) {
        tokens.add(new Token(type, start, text.substring(start, at), startLine));
        skip();
        return true;
    }

    private void emitUnlessEmpty(Type type) {
        if (at > start) {
            emit(type);
        }
    }

    private boolean error(String message) {
        tokens.add(new Token(Type.ERROR, start, message, startLine));
        return false;
    }

    private void skip() {
        for (; start < at; start++) {
            startLine += text.charAt(start) == '\n' ? 1 : 0;
        }
    }

    private void skipSpaces(boolean trim) {
        while (trim && at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        skip();
    }

    private boolean isLeftMarker(int i) {
        return i + 1 < text.length() && text.charAt(i) == '-' && isSpace(text.charAt(i + 1));
    }

    private boolean isRightMarker(int i) {
        return i + 1 < text.length() && isSpace(text.charAt(i)) && text.charAt(i + 1) == '-';
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlphaNumeric(int c) {
        return c == '_' || Character.isLetter(c) || Character.isDigit(c);
    }

    /// Such as `U+0029 ')'`.
    private static String unicode(int c) {
        if (c == END) {
            return "U+FFFFFFFFFFFFFFFF";
        }
        String code = "U+%04X".formatted(c);
        return GoStrings.isPrintable(c) ? code + " '" + Character.toString(c) + "'" : code;
    }
}
