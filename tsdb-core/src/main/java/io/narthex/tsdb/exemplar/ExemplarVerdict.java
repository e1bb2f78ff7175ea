package io.narthex.tsdb.exemplar;

/// What becomes of an exemplar.
public enum ExemplarVerdict {
    /// It is new.
    ACCEPTED,
    /// The series has it already.
    REPEATED,
    /// The series has a newer one, beyond the out-of-order window.
    OUT_OF_ORDER,
    /// Its labels are too long.
    TOO_LONG,
    /// No exemplars are kept.
    DISABLED
}
