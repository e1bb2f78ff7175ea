package io.narthex.promql.exec;

import io.narthex.model.number.GoText;
import io.narthex.promql.parser.PositionRange;

/// Warns of a quantile that is none.
///
/// @param position of the quantile in the query text
record QuantileCheck(PositionRange position) {
    /// Notes the steps at which a series has a value.
    void seen(double[] quantiles, StepColumn column, Worker worker) {
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            check(quantiles[k], worker);
        }
    }

    /// Notes steps where it does not matter whether a series has a value.
    void all(double[] quantiles, Worker worker) {
        for (double q : quantiles) {
            check(q, worker);
        }
    }

    private void check(double q, Worker worker) {
        if (!(q >= 0 && q <= 1)) {
            worker.annotations()
                    .warning(
                            "quantile value should be between 0 and 1, got " + GoText.g(q),
                            position);
        }
    }
}
