package io.narthex.rules;

import io.narthex.rules.alert.Alert;

/// An alert on its way to receivers.
///
/// @param alert firing, or ended
/// @param generatorUrl a page with the graph of the expression
///
/// Thread safety: immutable.
public record AlertNotice(Alert alert, String generatorUrl) {
    /// When it began to fire, epoch milliseconds.
    public long startsAt() {
        return alert.firedAt();
    }

    /// When it ended, or until when receivers should believe that it fires; epoch milliseconds.
    public long endsAt() {
        return alert.isActive() ? alert.validUntil() : alert.resolvedAt();
    }
}
