package io.narthex.rules.slo;

/// The error budget at a moment.
///
/// @param time epoch milliseconds
/// @param total events within the objective's window before it
/// @param bad those that were bad; where that is not known exactly, the most that it may be
/// @param left share of the budget that was left, below 0 if overspent; 1 without events
///
/// Thread safety: immutable.
public record BudgetPoint(long time, double total, double bad, double left) {}
