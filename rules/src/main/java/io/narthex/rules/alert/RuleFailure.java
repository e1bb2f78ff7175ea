package io.narthex.rules.alert;

/// Why an evaluation gave nothing, in Prometheus' words.
public final class RuleFailure extends RuntimeException {
    /// Creates the exception.
    public RuleFailure(String message) {
        super(message);
    }
}
