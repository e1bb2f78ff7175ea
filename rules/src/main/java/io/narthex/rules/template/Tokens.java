package io.narthex.rules.template;

import io.narthex.rules.template.Token.Type;

import java.util.List;

/// The tokens of a template, with a place to read on from. It knows how to report what it did not
/// expect.
///
/// Thread safety: for one thread.
final class Tokens {
    private final String name;
    private final List<Token> tokens;
    private int at;
    private int furthest;

    /// The line of the action being read, 0 outside of one.
    private int actionLine;

    Tokens(String name, String text) {
        this.name = name;
        this.tokens = Lexer.tokens(text);
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    /// The last token stays the last one.
    Token peek() {
        int last = Math.min(at, tokens.size() - 1);
        furthest = Math.max(furthest, last);
        return tokens.get(last);
    }

    Token nextNonSpace() {
        Token token = next();
        while (token.is(Type.SPACE)) {
            token = next();
        }
        return token;
    }

    Token peekNonSpace() {
        Token token = nextNonSpace();
        at--;
        return token;
    }

    int place() {
        return at;
    }

    void backTo(int place) {
        at = place;
    }

    void enterAction(int line) {
        actionLine = line;
    }

    void leaveAction() {
        actionLine = 0;
    }

    Token expect(Type type, String context) {
        Token token = nextNonSpace();
        if (!token.is(type)) {
            throw unexpected(token, context);
        }
        return token;
    }

    TemplateFailure unexpected(Token token, String context) {
        if (!token.is(Type.ERROR)) {
            return failure("unexpected " + token + " in " + context);
        }
        String extra = "";
        if (actionLine != 0 && actionLine != token.line()) {
            extra = " in action started at " + name + ":" + actionLine;
            if (token.text().endsWith(" action")) {
                extra = extra.substring(" in action".length());
            }
        }
        return failure(token + extra);
    }

    /// @return the message with the line of the last token read
    TemplateFailure failure(String message) {
        int line = tokens.get(furthest).line();
        return new TemplateFailure("template: " + name + ":" + line + ": " + message);
    }
}
