package io.narthex.rules.file;

/// A place in a rule file.
///
/// @param line from 1
/// @param column from 1, in characters
///
/// Thread safety: immutable.
public record FilePlace(int line, int column) {
    /// `line:column`.
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
