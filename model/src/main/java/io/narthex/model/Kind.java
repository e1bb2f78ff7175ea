package io.narthex.model;

/// Which sample types a series holds within one snapshot.
public enum Kind {
    /// Floats only: the fast kernels apply.
    FLOAT,
    /// Native histograms only.
    HISTOGRAM,
    /// Both: each index is one or the other.
    MIXED
}
