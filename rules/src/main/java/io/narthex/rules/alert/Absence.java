package io.narthex.rules.alert;

import io.narthex.model.Labels;

/// Knows why an expression does not give the elements of alerts any more.
///
/// Thread safety: for one thread at a time.
@FunctionalInterface
public interface Absence {
    /// Conditions don't hold: whether there are data is not asked for.
    Absence OF_CONDITION = _ -> Cause.CONDITION;

    /// Why an element is not there, and what follows.
    enum Cause {
        /// Its condition does not hold.
        CONDITION,
        /// Its data are gone, and its alert ends.
        NO_DATA,
        /// Its data are gone, and its alert stays as it is.
        KEPT
    }

    /// Why one is not there.
    ///
    /// @param source its labels when it was there last, without the metric name
    Cause of(Labels source);
}
