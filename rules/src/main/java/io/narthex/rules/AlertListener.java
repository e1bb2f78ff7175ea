package io.narthex.rules;

import io.narthex.rules.alert.AlertTransition;

/// Hears of each alert that changes its state.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface AlertListener {
    /// Takes no notice.
    AlertListener NONE = (_, _) -> {};

    /// Called while a group is evaluated, so it must be quick.
    ///
    /// @param rule the group and the alert's name
    void changed(RuleName rule, AlertTransition transition);
}
