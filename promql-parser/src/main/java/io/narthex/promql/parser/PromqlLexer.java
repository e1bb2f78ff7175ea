package io.narthex.promql.parser;

import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Cuts a query into tokens. Three states decide what a word or sign means: outside, inside braces
/// (every word is a name) and inside brackets (durations). Behind the first number within brackets
/// most signs are those of the outside again, which tells only in errors and comments.
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

    /// Whether a number came before within some brackets: only then a colon may follow.
    private boolean durationSeen;

    /// Whether no number came before within these brackets.
    private boolean beforeNumber;

    private PromqlLexer(SourceText source) {
        this.source = source;
    }

    /// A query's tokens, the end included.
    ///
    /// @param failure where the last token before the end is of type 0, which fits nowhere: why
    ///     what stands there is no token. A token that fits nowhere may come before it.
    record Result(List<Token> tokens, @Nullable ParseException failure) {}

    static Result tokens(SourceText source) {
        PromqlLexer lexer = new PromqlLexer(source);
        ParseException failure = null;
        try {
            lexer.run();
        } catch (ParseException e) {
            failure = e;
            lexer.emit(Token.INVALID_TYPE, lexer.at);
        }
        lexer.at = source.length();
        lexer.emit(Token.EOF, source.length());
        return new Result(lexer.tokens, failure);
    }

    private void run() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (Letters.isSpace(c)) {
                at++;
            } else if (inBrackets && beforeNumber) {
                insideBrackets(c);
            } else if (c == '#') {
                skipComment();
            } else if (inBraces) {
                insideBraces(c);
            } else {
                outside(c);
            }
        }
        checkClosed();
    }

    private void checkClosed() {
        if (inBraces) {
            throw error("unexpected end of input inside braces");
        }
        if (inBrackets && beforeNumber) {
            throw error("unexpected end of input in duration expression");
        }
        if (parens > 0) {
            throw error("unclosed left parenthesis");
        }
        if (inBrackets) {
            throw error("unclosed left bracket");
        }
    }

    private void outside(char c) {
        switch (c) {
            case '{' -> {
                inBraces = true;
                emit(PromqlGrammar.LEFT_BRACE, at + 1);
            }
            case '[' -> leftBracket();
            case ']' -> rightBracket();
            case ':' -> {
                if (inBrackets) {
                    secondColon();
                } else {
                    word();
                }
            }
            case '@' -> emit(PromqlGrammar.AT, at + 1);
            case '=' -> equalSign();
            case '!' -> exclamationMark();
            case '<' ->
                    comparison(PromqlGrammar.LSS, PromqlGrammar.LTE, '/', PromqlGrammar.TRIM_UPPER);
            case '>' ->
                    comparison(PromqlGrammar.GTR, PromqlGrammar.GTE, '/', PromqlGrammar.TRIM_LOWER);
            case '"', '\'', '`' -> emit(PromqlGrammar.STRING, new StringScan(source, at).end());
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
                    throw errorBehind("unexpected right parenthesis ')'");
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
        if (Letters.isDigit(c) || (c == '.' && Letters.isDigit(peek(1)))) {
            number();
        } else if (inBrackets && beforeNumber) {
            durationWord("unexpected character in duration expression: ", "");
        } else if (inBrackets && Letters.isAlpha(c)) {
            durationWord("unexpected character: ", ", expected ':'");
        } else if (Letters.isAlpha(c)) {
            word();
        } else {
            throw error("unexpected character: " + show());
        }
    }

    /// One of the few words that brackets may hold.
    private void durationWord(String before, String after) {
        int end = at;
        while (end < source.length() && Letters.isAlpha(source.charAt(end))) {
            end++;
        }
        int type = Keywords.typeInBrackets(source.substring(at, end));
        if (type == PromqlGrammar.IDENTIFIER) {
            throw error(before + show() + after);
        }
        emit(type, end);
    }

    private void insideBrackets(char c) {
        switch (c) {
            case ']' -> rightBracket();
            case ':' -> firstColon();
            default -> common(c);
        }
    }

    private void leftBracket() {
        if (inBrackets) {
            throw error("unexpected left bracket '['");
        }
        inBrackets = true;
        beforeNumber = true;
        colonSeen = false;
        emit(PromqlGrammar.LEFT_BRACKET, at + 1);
    }

    private void rightBracket() {
        if (!inBrackets) {
            throw error("unexpected right bracket ']'");
        }
        inBrackets = false;
        emit(PromqlGrammar.RIGHT_BRACKET, at + 1);
    }

    private void firstColon() {
        if (!durationSeen) {
            throw errorBehind("unexpected colon before duration in duration expression");
        }
        if (colonSeen) {
            throw errorBehind("unexpected repeated colon in duration expression");
        }
        colonSeen = true;
        emit(PromqlGrammar.COLON, at + 1);
    }

    private void secondColon() {
        if (colonSeen) {
            throw error("unexpected colon ':'");
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
            case '"', '\'', '`' -> emit(PromqlGrammar.STRING, new StringScan(source, at).end());
            case '=' -> {
                boolean regex = peek(1) == '~';
                emit(regex ? PromqlGrammar.EQL_REGEX : PromqlGrammar.EQL, at + (regex ? 2 : 1));
            }
            case '!' -> {
                switch (peek(1)) {
                    case '=' -> emit(PromqlGrammar.NEQ, at + 2);
                    case '~' -> emit(PromqlGrammar.NEQ_REGEX, at + 2);
                    default ->
                            throw error(
                                    "unexpected character after '!' inside braces: "
                                            + show(at + 1));
                }
            }
            default -> {
                if (!Letters.isAlpha(c)) {
                    throw error("unexpected character inside braces: " + show());
                }
                emit(PromqlGrammar.IDENTIFIER, endOfWord(false));
            }
        }
    }

    private void equalSign() {
        switch (peek(1)) {
            case '=' -> emit(PromqlGrammar.EQLC, at + 2);
            case '~' -> throw error("unexpected character after '=': '~'");
            default -> emit(PromqlGrammar.EQL, at + 1);
        }
    }

    private void exclamationMark() {
        if (peek(1) != '=') {
            throw error("unexpected character after '!': " + show(at + 1));
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
        int end = endOfWord(true);
        String word = source.substring(at, end);
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
            if (!Letters.isAlpha(c) && !Letters.isDigit(c) && !(colons && c == ':')) {
                break;
            }
            end++;
        }
        return end;
    }

    private boolean isFollowedByParen(int from) {
        int i = from;
        while (i < source.length() && Letters.isSpace(source.charAt(i))) {
            i++;
        }
        return i < source.length() && source.charAt(i) == '(';
    }

    private void number() {
        durationSeen |= inBrackets && beforeNumber;
        beforeNumber = false;
        NumberScan scan = new NumberScan(source, at);
        if (scan.number()) {
            emit(PromqlGrammar.NUMBER, scan.end());
        } else if (scan.units()) {
            emit(PromqlGrammar.DURATION, scan.end());
        } else {
            String text = GoStrings.quote(source.substring(at, scan.end()));
            throw source.error("bad number or duration syntax: " + text, at, scan.end());
        }
    }

    private void skipComment() {
        while (at < source.length() && source.charAt(at) != '\n' && source.charAt(at) != '\r') {
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

    private String show() {
        return show(at);
    }

    /// A character as messages show it; Prometheus has no better word for the end.
    private String show(int index) {
        return GoStrings.quoteRune(index < source.length() ? source.codePointAt(index) : 0xFFFD);
    }

    /// What Prometheus finds out when it has taken the sign already.
    private ParseException errorBehind(String message) {
        at++;
        return error(message);
    }

    private ParseException error(String message) {
        return source.error(message, at, Math.min(at + 1, source.length()));
    }
}
