package io.narthex.promql.parser;

import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

import java.util.ArrayList;
import java.util.List;

/// Cuts a query into tokens. Three states decide what a word or sign means: outside, inside braces
/// (every word is a name) and inside brackets (durations).
///
/// It is written by hand because the states depend on what was read before, and because its error
/// texts are part of what clients see.
///
/// Thread safety: for one query.
final class PromqlLexer {
    private final SourceText source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int parens;
    private boolean inBraces;
    private boolean inBrackets;
    private boolean colonSeen;

    /// Whether a number came before within the brackets: only then a colon may follow.
    private boolean numberSeen;

    private PromqlLexer(SourceText source) {
        this.source = source;
    }

    /// All tokens of a query, the end included.
    ///
    /// @throws ParseException at the first character that belongs to no token
    static List<Token> tokens(SourceText source) {
        PromqlLexer lexer = new PromqlLexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (isSpace(c)) {
                at++;
            } else if (c == '#' && !inBrackets) {
                skipComment();
            } else if (inBraces) {
                insideBraces(c);
            } else if (inBrackets) {
                insideBrackets(c);
            } else {
                outside(c);
            }
        }
        checkClosed();
        emit(Token.EOF, at);
    }

    private void checkClosed() {
        if (inBraces) {
            throw error("unexpected end of input inside braces");
        }
        if (inBrackets) {
            throw error("unclosed left bracket");
        }
        if (parens > 0) {
            throw error("unclosed left parenthesis");
        }
    }

    private void outside(char c) {
        switch (c) {
            case '{' -> {
                inBraces = true;
                emit(PromqlGrammar.LEFT_BRACE, at + 1);
            }
            case '[' -> {
                inBrackets = true;
                colonSeen = false;
                numberSeen = false;
                emit(PromqlGrammar.LEFT_BRACKET, at + 1);
            }
            case ']' -> throw error("unexpected right bracket ']'");
            case ':' -> word();
            case '@' -> emit(PromqlGrammar.AT, at + 1);
            case '=' -> equalSign();
            case '!' -> exclamationMark();
            case '<' ->
                    comparison(PromqlGrammar.LSS, PromqlGrammar.LTE, '/', PromqlGrammar.TRIM_UPPER);
            case '>' ->
                    comparison(PromqlGrammar.GTR, PromqlGrammar.GTE, '/', PromqlGrammar.TRIM_LOWER);
            case '"', '\'', '`' -> string(c);
            default -> common(c);
        }
    }

    /// What means the same outside and inside brackets.
    private void common(char c) {
        switch (c) {
            case '(' -> {
                parens++;
                emit(PromqlGrammar.LEFT_PAREN, at + 1);
            }
            case ')' -> {
                if (--parens < 0) {
                    throw error("unexpected right parenthesis ')'");
                }
                emit(PromqlGrammar.RIGHT_PAREN, at + 1);
            }
            case ',' -> emit(PromqlGrammar.COMMA, at + 1);
            case '+' -> emit(PromqlGrammar.ADD, at + 1);
            case '-' -> emit(PromqlGrammar.SUB, at + 1);
            case '*' -> emit(PromqlGrammar.MUL, at + 1);
            case '/' -> emit(PromqlGrammar.DIV, at + 1);
            case '%' -> emit(PromqlGrammar.MOD, at + 1);
            case '^' -> emit(PromqlGrammar.POW, at + 1);
            default -> wordOrNumber(c);
        }
    }

    private void wordOrNumber(char c) {
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (isAlpha(c)) {
            word();
        } else if (inBrackets) {
            throw error("unexpected character in duration expression: " + show());
        } else {
            throw error("unexpected character: " + show());
        }
    }

    private void insideBrackets(char c) {
        switch (c) {
            case '[' -> throw error("unexpected left bracket '['");
            case ']' -> {
                inBrackets = false;
                emit(PromqlGrammar.RIGHT_BRACKET, at + 1);
            }
            case ':' -> colon();
            default -> common(c);
        }
    }

    private void colon() {
        if (!numberSeen) {
            throw error("unexpected colon before duration in duration expression");
        }
        if (colonSeen) {
            throw error("unexpected repeated colon in duration expression");
        }
        colonSeen = true;
        emit(PromqlGrammar.COLON, at + 1);
    }

    private void insideBraces(char c) {
        switch (c) {
            case '{' -> throw error("unexpected left brace '{'");
            case '}' -> {
                inBraces = false;
                emit(PromqlGrammar.RIGHT_BRACE, at + 1);
            }
            case ',' -> emit(PromqlGrammar.COMMA, at + 1);
            case '"', '\'', '`' -> string(c);
            case '=' -> {
                boolean regex = peek(1) == '~';
                emit(regex ? PromqlGrammar.EQL_REGEX : PromqlGrammar.EQL, at + (regex ? 2 : 1));
            }
            case '!' -> {
                switch (peek(1)) {
                    case '=' -> emit(PromqlGrammar.NEQ, at + 2);
                    case '~' -> emit(PromqlGrammar.NEQ_REGEX, at + 2);
                    default -> {
                        at++;
                        throw error("unexpected character after '!' inside braces: " + show());
                    }
                }
            }
            default -> {
                if (!isAlpha(c)) {
                    throw error("unexpected character inside braces: " + show());
                }
                emit(PromqlGrammar.IDENTIFIER, endOfWord(false));
            }
        }
    }

    private void equalSign() {
        switch (peek(1)) {
            case '=' -> emit(PromqlGrammar.EQLC, at + 2);
            case '~' -> {
                at++;
                throw error("unexpected character after '=': '~'");
            }
            default -> emit(PromqlGrammar.EQL, at + 1);
        }
    }

    private void exclamationMark() {
        if (peek(1) != '=') {
            at++;
            throw error("unexpected character after '!': " + show());
        }
        emit(PromqlGrammar.NEQ, at + 2);
    }

    private void comparison(int plain, int orEqual, char second, int withSecond) {
        if (peek(1) == '=') {
            emit(orEqual, at + 2);
        } else if (peek(1) == second) {
            emit(withSecond, at + 2);
        } else {
            emit(plain, at + 1);
        }
    }

    private void word() {
        int end = endOfWord(!inBrackets);
        String word = source.substring(at, end);
        if (inBrackets) {
            emit(Keywords.typeInBrackets(word), end);
            return;
        }
        if (word.indexOf(':') >= 0) {
            emit(PromqlGrammar.METRIC_IDENTIFIER, end);
            return;
        }
        int type = Keywords.type(word);
        boolean plainName = Keywords.isFill(type) && !isFollowedByParen(end);
        emit(plainName ? PromqlGrammar.IDENTIFIER : type, end);
    }

    private int endOfWord(boolean colons) {
        int end = at + 1;
        while (end < source.length()) {
            char c = source.charAt(end);
            if (!isAlpha(c) && !isDigit(c) && !(colons && c == ':')) {
                break;
            }
            end++;
        }
        return end;
    }

    private boolean isFollowedByParen(int from) {
        int i = from;
        while (i < source.length() && isSpace(source.charAt(i))) {
            i++;
        }
        return i < source.length() && source.charAt(i) == '(';
    }

    /// A number or duration is the longest run of letters, digits, `_` and `.`, with a sign after
    /// the `e` of a decimal exponent; the whole run must make sense.
    private void number() {
        boolean hex = source.charAt(at) == '0' && (peek(1) | 0x20) == 'x';
        int end = at + 1;
        while (end < source.length()) {
            char c = source.charAt(end);
            boolean sign = (c == '+' || c == '-') && !hex && (source.charAt(end - 1) | 0x20) == 'e';
            if (!isAlpha(c) && !isDigit(c) && c != '.' && !sign) {
                break;
            }
            end++;
        }
        String text = source.substring(at, end);
        numberSeen = true;
        emit(numberType(text, end), end);
    }

    private int numberType(String text, int end) {
        try {
            if (Numbers.number(text) != null) {
                return PromqlGrammar.NUMBER;
            }
        } catch (ArithmeticException e) {
            throw source.error(
                    "error parsing number: strconv.ParseFloat: parsing \""
                            + text
                            + "\": value out of range",
                    at,
                    end);
        }
        try {
            if (Numbers.durationSeconds(text) != null) {
                return PromqlGrammar.DURATION;
            }
        } catch (ArithmeticException e) {
            throw source.error(
                    "cannot parse \"" + text + "\" to a valid duration: out of range", at, end);
        }
        throw source.error("bad number or duration syntax: \"" + text + "\"", at, end);
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            char c = source.charAt(end);
            if (quote != '`' && c == '\n') {
                throw error("unterminated quoted string");
            }
            end += quote != '`' && c == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw error(quote == '`' ? "unterminated raw string" : "unterminated quoted string");
        }
        emit(PromqlGrammar.STRING, end + 1);
    }

    private void skipComment() {
        while (at < source.length() && source.charAt(at) != '\n') {
            at++;
        }
    }

    private void emit(int type, int end) {
        CommonToken token = new CommonToken(type, type == Token.EOF ? "" : text(end));
        token.setStartIndex(at);
        token.setStopIndex(end - 1);
        token.setTokenIndex(tokens.size());
        tokens.add(token);
        at = end;
    }

    private String text(int end) {
        return source.substring(at, end);
    }

    private char peek(int distance) {
        return at + distance < source.length() ? source.charAt(at + distance) : '\0';
    }

    /// The current character as Go's `%q` shows it.
    private String show() {
        if (at >= source.length()) {
            return "end of input";
        }
        int c = source.substring(at, Math.min(at + 2, source.length())).codePointAt(0);
        return switch (c) {
            case '\'' -> "'\\''";
            case '\\' -> "'\\\\'";
            default -> "'" + Character.toString(c) + "'";
        };
    }

    private ParseException error(String message) {
        return source.error(message, at, Math.min(at + 1, source.length()));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
