package io.narthex.promql.test;

/// What became of one evaluation of a script.
public sealed interface Outcome {
    /// Everything was as expected.
    record Passed() implements Outcome {}

    /// Something was not.
    ///
    /// @param message what was expected and what came
    record Failed(String message) implements Outcome {}
}
