package io.narthex.promql.test;

/// A script that can't be read, or asks for something that a store refuses.
final class ScriptException extends RuntimeException {
    private final int line;

    /// @param line where it stands, from 1
    ScriptException(int line, String message) {
        super(message);
        this.line = line;
    }

    int line() {
        return line;
    }
}
