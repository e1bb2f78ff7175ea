package io.narthex.promql.exec;

/// What a binary operator on samples of any types may have to say.
interface BinaryNotes {
    /// An operator that is none for such values.
    ///
    /// @param left `float` or `histogram`
    /// @param right `float` or `histogram`
    void incompatible(String left, String operator, String right);

    /// Exponential and custom buckets on the two sides.
    void mixedSchemasOf(String operator);

    /// @param operation addition, subtraction or aggregation
    void resetsCollide(String operation);

    /// @param operation addition, subtraction or aggregation
    void boundsReconciled(String operation);
}
