/// Accumulators of aggregations: one value per step, fed series by series.
///
/// Entry point: [io.narthex.promql.aggregate.Fold]. They know arrays and bitmaps, not operators.
///
/// Thread safety: each accumulator belongs to one worker.
@NullMarked
package io.narthex.promql.aggregate;

import org.jspecify.annotations.NullMarked;
