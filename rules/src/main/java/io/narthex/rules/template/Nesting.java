package io.narthex.rules.template;

/// Counts how deep a template nests while it is parsed: parser and evaluator call themselves, and
/// the stack they run on is not known.
///
/// Thread safety: for one thread.
final class Nesting {
    /// Far more than anybody writes, and little enough for half a megabyte of stack.
    static final int MAX = 100;

    private int depth;

    void enter(Tokens tokens) {
        if (++depth > MAX) {
            throw tokens.failure("max expression depth exceeded: more than " + MAX + " levels");
        }
    }

    void leave() {
        depth--;
    }
}
