package io.narthex.promql.exec;

import io.narthex.promql.QueryException;

/// Says what can't be done with native histograms yet.
///
/// Thread safety: stateless.
final class NativeHistograms {
    private NativeHistograms() {}

    /// @param operation what meets the column
    /// @throws QueryException.Execution if the column has native histograms
    static void refuse(StepColumn column, String operation) {
        if (column.histograms() != null) {
            throw new QueryException.Execution(
                    operation + " of native histograms is not supported yet");
        }
    }
}
