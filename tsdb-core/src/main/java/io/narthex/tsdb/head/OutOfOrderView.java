package io.narthex.tsdb.head;

import org.jspecify.annotations.Nullable;

/// The out-of-order samples of a series as one querier sees them.
///
/// @param chunks the sealed ones
/// @param times those not sealed yet, in the order in which they came
/// @param values their values
/// @param starts their start timestamps, 0 where not known; null where none was known
/// @param start how many came before those in `times`
/// @param end how many of all the querier sees
///
/// Thread safety: read-only; the arrays may grow beyond what `end` says, and never change below.
record OutOfOrderView(
        OutOfOrderChunk[] chunks,
        long[] times,
        double[] values,
        long @Nullable [] starts,
        long start,
        long end) {}
