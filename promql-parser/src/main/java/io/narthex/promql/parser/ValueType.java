package io.narthex.promql.parser;

/// The four types of PromQL values, with the words that error messages use.
public enum ValueType {
    SCALAR("scalar"),
    STRING("string"),
    VECTOR("instant vector"),
    MATRIX("range vector");

    private final String text;

    ValueType(String text) {
        this.text = text;
    }

    /// The type's name in messages, such as `instant vector`.
    public String text() {
        return text;
    }
}
