package io.narthex.rules.template;

/// What one expansion may use: a template comes from a file, but what it makes of its data nobody
/// has seen before. Whatever it does ends in an error here, not in memory or time without end.
///
/// Thread safety: for one thread.
final class Budget {
    /// An annotation that is larger is of no use to anybody.
    static final int MAX_OUTPUT = 1 << 20;

    /// Characters that functions may make altogether, so that nothing can be doubled for ever.
    private static final long MAX_MADE = 16L << 20;

    /// Actions, commands and arguments; a loop over ten thousand series has some hundred thousand.
    private static final int MAX_STEPS = 2_000_000;

    /// Levels of templates within templates, loops and parentheses while they run.
    private static final int MAX_DEPTH = 200;

    private long made;
    private int steps;
    private int depth;

    void step() {
        if (++steps > MAX_STEPS) {
            throw new TemplateFailure("the template takes more than " + MAX_STEPS + " steps");
        }
    }

    /// Counts characters before they are made.
    void make(long characters) {
        made += characters;
        if (characters > MAX_OUTPUT) {
            throw new TemplateFailure("a text of more than " + MAX_OUTPUT + " characters");
        }
        if (made > MAX_MADE) {
            throw new TemplateFailure("texts of more than " + MAX_MADE + " characters in all");
        }
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new TemplateFailure("exceeded maximum template depth (" + MAX_DEPTH + ")");
        }
    }

    void leave() {
        depth--;
    }
}
