package io.narthex.rules.history;

import io.narthex.rules.RuleName;
import io.narthex.rules.alert.AlertTransition;

/// An alert that went from one state to another.
///
/// @param rule whose alert it is
///
/// Thread safety: immutable.
public record AlertEvent(RuleName rule, AlertTransition transition) {}
